using HighTraffic.Native.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>The traces.</summary>
internal static class TracePages
{
    public const int Size = 100;
    private const long Millisecond = 1_000_000;

    public static void MapTraces(this IEndpointRouteBuilder app)
    {
        app.MapGet("/traces", List);
        app.MapGet("/traces/{id}", Show);
    }

    public static string Url(TraceFilter filter, int offset)
    {
        var query = new QueryBuilder { { "offset", Query.Text(offset) } };
        query.AddIfAny("source", filter.Source);
        query.AddIfAny("text", filter.Text);
        query.AddIfAny("failed", filter.FailedOnly ? "true" : null);
        query.AddIfAny("background", filter.WithBackground ? "true" : null);
        query.AddIfAny("slower", filter.AtLeast > 0 ? Query.Text(filter.AtLeast / Millisecond) : null);
        return $"/traces{query}";
    }

    private static RazorComponentResult<TracesPage> List(string? source, string? text, bool? failed, bool? background, int? slower, int? offset) => new(new
    {
        Filter = new TraceFilter(Query.OrNull(source), Query.OrNull(text), failed ?? false, Math.Max(0, slower ?? 0) * Millisecond, background ?? false),
        Offset = Math.Max(0, offset ?? 0),
    });

    private static RazorComponentResult Show(string id, string? span, TelemetryStore store) => store.Spans.Find(id) is { } trace
        ? new RazorComponentResult<TraceDetailPage>(new { Trace = trace, SpanId = span })
        : Missing.Page($"The trace {id} is not held: it has not come yet, or so many came after it that it was forgotten.");
}
