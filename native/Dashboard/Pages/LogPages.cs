using HighTraffic.Native.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>The structured logs.</summary>
internal static class LogPages
{
    public const int Size = 200;

    public static void MapLogs(this IEndpointRouteBuilder app) => app.MapGet("/logs", List);

    public static string Url(LogFilter filter, int offset)
    {
        var query = new QueryBuilder { { "offset", Query.Text(offset) }, { "level", filter.AtLeast.ToString() } };
        query.AddIfAny("source", filter.Source);
        query.AddIfAny("text", filter.Text);
        query.AddIfAny("trace", filter.TraceId);
        return $"/logs{query}";
    }

    private static RazorComponentResult<LogsPage> List(string? source, string? level, string? text, string? trace, int? offset) => new(new
    {
        Filter = new LogFilter(
            Query.OrNull(source), Enum.TryParse<LogLevel>(level, ignoreCase: true, out var atLeast) ? atLeast : LogLevel.Trace, Query.OrNull(text), Query.OrNull(trace)),
        Offset = Math.Max(0, offset ?? 0),
    });
}
