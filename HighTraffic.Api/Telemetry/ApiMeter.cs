using System.Diagnostics.Metrics;
using HighTraffic.Api.Caching;

namespace HighTraffic.Api.Telemetry;

/// <summary>The API's own measurements; service defaults export the meter by its name.</summary>
internal sealed class ApiMeter
{
    private readonly Counter<long> _publicReads;
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _shed;

    public ApiMeter(IMeterFactory factory)
    {
        var meter = factory.Create("HighTraffic");
        _publicReads = meter.CreateCounter<long>("hightraffic.public_reads", "{request}", "Public reads, by profile and by how the cache served them.");
        _evictions = meter.CreateCounter<long>("hightraffic.cache.evictions", "{eviction}", "Evictions by tag, by whether the cache could be reached.");
        _shed = meter.CreateCounter<long>("hightraffic.requests.shed", "{request}", "Requests refused because too many were being worked on.");
    }

    public void PublicRead(CacheProfile profile, CacheOutcome outcome)
    {
        if (_publicReads.Enabled)
        {
            _publicReads.Add(1, new("profile", profile.Name), new("outcome", outcome.ToString()));
        }
    }

    public void Eviction(bool done) => _evictions.Add(1, new KeyValuePair<string, object?>("done", done));

    public void Shed() => _shed.Add(1);
}
