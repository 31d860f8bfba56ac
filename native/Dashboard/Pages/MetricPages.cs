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
    private const string MostTelling = "http.server.request.duration";

    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        app.MapGet("/metrics", Show);
        app.MapGet("/metrics/chart", Draw);
    }

    public static string Url(InstrumentId instrument) =>
        $"/metrics{new QueryBuilder { { "source", instrument.Source }, { "meter", instrument.Meter }, { "name", instrument.Name } }}";

    private static RazorComponentResult<MetricsPage> Show(
        string? source, string? meter, string? name, int? minutes, string? by, bool? rate, HttpRequest request, TelemetryStore store)
    {
        var selected = Choose(store.Metrics.List(), source, meter, name);
        return new(new
        {
            Source = selected?.Id.Source,
            Selected = selected,
            Minutes = Limit(minutes),
            By = Query.OrNull(by),
            Rate = rate ?? false,
            Only = Only(request),
        });
    }

    // Whoever comes without a choice, or with an instrument that this process does not have, sees a chart all the same.
    private static Instrument? Choose(IReadOnlyList<Instrument> all, string? source, string? meter, string? name) => all
        .OrderByDescending(instrument => instrument.Id.Source == source)
        .ThenByDescending(instrument => instrument.Id.Meter == meter && instrument.Id.Name == name)
        .ThenByDescending(instrument => instrument.Id.Name == MostTelling)
        .FirstOrDefault();

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
