using HighTraffic.Native.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>The metrics.</summary>
internal static class MetricPages
{
    private const int MostMinutes = 60;
    private const string OnlyPrefix = "only.";

    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        app.MapGet("/metrics", Show);
        app.MapGet("/metrics/chart", Draw);
    }

    public static string Url(InstrumentId instrument) =>
        $"/metrics{new QueryBuilder { { "source", instrument.Source }, { "meter", instrument.Meter }, { "name", instrument.Name } }}";

    private static RazorComponentResult<MetricsPage> Show(
        string? source, string? meter, string? name, int? minutes, string? by, bool? rate, HttpRequest request, TelemetryStore store) => new(new
        {
            Source = Query.OrNull(source),
            Selected = store.Metrics.List().FirstOrDefault(instrument => instrument.Id == new InstrumentId(source ?? "", meter ?? "", name ?? "")),
            Minutes = Limit(minutes),
            By = Query.OrNull(by),
            Rate = rate ?? false,
            Only = Only(request),
        });

    private static Results<Ok<MetricChart>, NotFound> Draw(
        string source, string? meter, string name, int? minutes, string? by, bool? rate, HttpRequest request, TelemetryStore store, TimeProvider time)
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        var query = new MetricQuery(now, Limit(minutes), Query.OrNull(by), Only(request), rate ?? false);
        return store.Metrics.Draw(new InstrumentId(source, meter ?? "", name), query) is { } chart
            ? TypedResults.Ok(chart)
            : TypedResults.NotFound();
    }

    private static int Limit(int? minutes) => Math.Clamp(minutes ?? 5, 1, MostMinutes);

    private static Dictionary<string, string> Only(HttpRequest request) => request.Query
        .Where(pair => pair.Key.StartsWith(OnlyPrefix, StringComparison.Ordinal) && !string.IsNullOrEmpty(pair.Value))
        .ToDictionary(pair => pair.Key[OnlyPrefix.Length..], pair => pair.Value.ToString());
}
