using HighTraffic.Native.Dashboard.Telemetry;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>What tells a span apart from others of its name, taken from its attributes by OpenTelemetry's semantic conventions.</summary>
internal static class SpanHint
{
    private const int Longest = 120;

    // The most telling first; the older names are those of libraries that have not changed yet.
    private static readonly string[] Names =
        ["db.query.summary", "db.query.text", "db.statement", "http.route", "url.full", "url.path", "messaging.destination.name", "hightraffic.task.id"];

    /// <summary>The hint, or null if the name says it already.</summary>
    public static string? Of(Span span)
    {
        foreach (var name in Names)
        {
            var value = span.Attributes.FirstOrDefault(attribute => attribute.Key == name).Value;
            if (!string.IsNullOrWhiteSpace(value))
            {
                var hint = string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                return span.Name.Contains(hint, StringComparison.Ordinal) ? null : hint[..Math.Min(Longest, hint.Length)];
            }
        }

        return null;
    }
}
