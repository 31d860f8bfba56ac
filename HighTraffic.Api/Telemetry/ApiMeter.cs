using System.Diagnostics.Metrics;
using HighTraffic.Api.Caching;
using HighTraffic.ServiceDefaults;

namespace HighTraffic.Api.Telemetry;

/// <summary>The API's own metrics. The service defaults export the meter by its name.</summary>
internal sealed class ApiMeter
{
    private readonly Counter<long> _reads;
    private readonly Counter<long> _recomputations;
    private readonly Counter<long> _brokenEntries;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _clientRequests;
    private readonly Counter<long> _rejectedCredentials;
    private readonly Counter<long> _blockedThreads;

    public ApiMeter(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.App);
        _reads = meter.CreateCounter<long>("hightraffic.cache.requests", "{request}", "Public reads by policy, by cache outcome, and for hits by layer.");
        _recomputations = meter.CreateCounter<long>("hightraffic.cache.recomputations", "{recomputation}", "Responses to public reads that were computed from the database.");
        _brokenEntries = meter.CreateCounter<long>("hightraffic.cache.broken_entries", "{entry}", "Cached responses in Redis that were corrupt and had to be recomputed.");
        _shed = meter.CreateCounter<long>("hightraffic.request.shed", "{request}", "Requests shed, by reason.");
        _accepted = meter.CreateCounter<long>("hightraffic.task.accepted", "{task}", "Tasks accepted, by type.");
        _clientRequests = meter.CreateCounter<long>("hightraffic.client.requests", "{request}", "Uncached requests by client, quota class, and whether the quota allowed them.");
        _rejectedCredentials = meter.CreateCounter<long>("hightraffic.client.rejected_credentials", "{request}", "Requests with an invalid API key or token.");
        _blockedThreads = meter.CreateCounter<long>("hightraffic.sockets.blocked_threads", "{thread}", "Socket threads found blocked by a blocking call.");
    }

    public void PublicRead(CacheProfile profile, CacheOutcome outcome)
    {
        if (!_reads.Enabled)
        {
            return;
        }

        var policy = KeyValuePair.Create<string, object?>(TelemetryNames.CachePolicy, profile.Name);
        switch (outcome)
        {
            case CacheOutcome.LocalHit:
                Hit("memory");
                break;
            case CacheOutcome.SharedHit:
                Hit("redis");
                break;
            default:
                _reads.Add(1, policy, new(TelemetryNames.CacheOutcome, CacheOutcomeNames.NameOf(outcome)));
                break;
        }

        void Hit(string layer) => _reads.Add(1, policy, new(TelemetryNames.CacheOutcome, "hit"), new(TelemetryNames.CacheLayer, layer));
    }

    public void Recomputation(CacheProfile profile) => _recomputations.Add(1, new KeyValuePair<string, object?>(TelemetryNames.CachePolicy, profile.Name));

    public void BlockedSocketThread() => _blockedThreads.Add(1);

    public void BrokenEntry() => _brokenEntries.Add(1);

    public void Shed(ShedReason reason) => _shed.Add(1, new KeyValuePair<string, object?>(TelemetryNames.ShedReason, NameOf(reason)));

    public void ClientRequest(string client, string quotaClass, bool isAllowed)
    {
        if (_clientRequests.Enabled)
        {
            _clientRequests.Add(
                1, new(TelemetryNames.Client, client), new(TelemetryNames.QuotaClass, quotaClass), new(TelemetryNames.QuotaOutcome, isAllowed ? "allowed" : "refused"));
        }
    }

    public void RejectedCredentials() => _rejectedCredentials.Add(1);

    public void TaskAccepted(string type) => _accepted.Add(1, new KeyValuePair<string, object?>(TelemetryNames.TaskType, type));

    private static string NameOf(ShedReason reason) => reason switch
    {
        ShedReason.Concurrency => "concurrency",
        ShedReason.Timeout => "timeout",
        ShedReason.Database => "database",
        ShedReason.Quota => "quota",
        _ => "backlog",
    };
}
