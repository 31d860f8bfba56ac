namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>Estimates how much memory telemetry takes, so that the stores are bounded however large its texts are.</summary>
internal static class Footprint
{
    // What an object costs besides its text: header, fields, the reference to it.
    private const int Overhead = 48;

    public static int Of(string? text) => text is null ? 0 : Overhead + (2 * text.Length);

    public static int Of(IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        var size = Overhead;
        foreach (var (name, value) in attributes)
        {
            size += Of(name) + Of(value);
        }

        return size;
    }

    public static int Of(Span span)
    {
        var size = (5 * Overhead) + Of(span.TraceId) + Of(span.SpanId) + Of(span.ParentId) + Of(span.Name) + Of(span.StatusMessage) + Of(span.Attributes);
        foreach (var happened in span.Events)
        {
            size += Overhead + Of(happened.Name) + Of(happened.Attributes);
        }

        return size + (span.Links.Count * 4 * Overhead);
    }

    public static int Of(LogRecord record) =>
        (4 * Overhead) + Of(record.Message) + Of(record.Category) + Of(record.TraceId) + Of(record.SpanId) + Of(record.Attributes);
}
