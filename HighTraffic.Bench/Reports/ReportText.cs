using System.Globalization;

namespace HighTraffic.Bench.Reports;

/// <summary>What the forms of a report have in common.</summary>
internal static class ReportText
{
    /// <summary>How the figures are to be read.</summary>
    public const string Reading =
        "The load runs on the same machine and takes part of it, so rates are to be compared with each other and not with those of a fleet; "
        + "CPU time for an operation is the steadier figure. wrk is a closed loop: a connection sends when its last answer has come, so its percentiles leave out "
        + "requests that a stall kept from being sent (coordinated omission); the series by offered rate count from when a request was due. A run with an error is void.";

    /// <summary>A figure to about three digits.</summary>
    public static string Figure(double value) =>
        value.ToString(value is 0 or >= 100 ? "N0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>A figure, if there is one.</summary>
    public static string Figure(double? value) =>
        value is not { } figure ? "–" : double.IsInteger(figure) ? figure.ToString("N0", CultureInfo.InvariantCulture) : Figure(figure);

    /// <summary>The cost by part.</summary>
    public static string Parts(VariantReport variant) => string.Join(", ", variant.Parts.Where(part => part.Value >= 0.5)
        .OrderByDescending(part => part.Value).Select(part => FormattableString.Invariant($"{part.Key} {part.Value:0}")));

    /// <summary>Who answered.</summary>
    public static string Answers(VariantReport variant) => variant.WorkerPeak > 0
        ? FormattableString.Invariant($"worker, {variant.WorkerPeak / 1e6:0} MB of memory at most")
        : string.Join(", ", variant.Answers
            .OrderByDescending(answer => answer.Value).Select(answer => FormattableString.Invariant($"{answer.Key} {answer.Value:0%}")));
}
