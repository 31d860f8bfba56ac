using System.Globalization;

namespace HighTraffic.Bench.Reports;

/// <summary>Text that the formats of a report share.</summary>
internal static class ReportText
{
    /// <summary>How to read the figures.</summary>
    public const string Reading =
        "The load generator runs on the same machine and uses part of it, so compare the rates with each other and not with those of a fleet. "
        + "CPU time per operation is the steadier figure. wrk is a closed loop: a connection sends its next request only after the last response, so its percentiles leave out "
        + "requests that a stall delayed (coordinated omission). The series by offered rate measure from the time when a request was due. A run with an error is void.";

    /// <summary>A figure to about three digits.</summary>
    public static string Figure(double value) =>
        value.ToString(value is 0 or >= 100 ? "N0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>A figure, if there is one.</summary>
    public static string Figure(double? value) =>
        value is not { } figure ? "–" : double.IsInteger(figure) ? figure.ToString("N0", CultureInfo.InvariantCulture) : Figure(figure);

    /// <summary>The cost by part.</summary>
    public static string Parts(VariantReport variant) => string.Join(", ", variant.Parts.Where(part => part.Value >= 0.5)
        .OrderByDescending(part => part.Value).Select(part => FormattableString.Invariant($"{part.Key} {part.Value:0}")));

    /// <summary>Which layer served the responses.</summary>
    public static string Answers(VariantReport variant) => variant.WorkerPeak > 0
        ? FormattableString.Invariant($"worker, {variant.WorkerPeak / 1e6:0} MB of memory at most")
        : string.Join(", ", variant.Answers
            .OrderByDescending(answer => answer.Value).Select(answer => FormattableString.Invariant($"{answer.Key} {answer.Value:0%}")));
}
