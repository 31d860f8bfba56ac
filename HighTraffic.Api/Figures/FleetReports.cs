using System.Text.Json;
using HighTraffic.Api.Hosting;
using HighTraffic.Core.Caching;
using StackExchange.Redis;

namespace HighTraffic.Api.Figures;

/// <summary>
/// The reports of all replicas: a hash in Redis with a field for each. Replicas write to it only while someone watches the figures, which each
/// reader announces through pub/sub.
/// </summary>
internal sealed class FleetReports(IConnectionMultiplexer redis, TimeProvider time)
{
    private static readonly RedisKey Key = "HighTraffic:figures";
    private static readonly RedisChannel Looks = RedisChannel.Literal("HighTraffic:figures");

    // A replica reports each second. An older report is from one that has stopped or lost its connection.
    private static readonly TimeSpan Current = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>Calls back whenever a replica reads the reports. The subscription survives lost connections.</summary>
    /// <exception cref="RedisException">Redis is unreachable now.</exception>
    public Task SubscribeAsync(Action looked) => redis.GetSubscriber().SubscribeAsync(Looks, (_, _) => looked());

    /// <summary>Writes the report of a replica.</summary>
    /// <exception cref="Exception">Redis is unreachable; <see cref="RedisOutages.IsOutage"/> recognizes the exceptions.</exception>
    public Task WriteAsync(string replica, ReplicaReport report)
    {
        var database = redis.GetDatabase();
        var text = JsonSerializer.SerializeToUtf8Bytes(report, JsonContext.Default.ReplicaReport);
        return Task.WhenAll(database.HashSetAsync(Key, replica, text), database.KeyExpireAsync(Key, Lifetime));
    }

    /// <summary>Reads the reports of all replicas.</summary>
    /// <returns>The reports by replica, and the number of replicas; empty and 0 if Redis is unreachable.</returns>
    public async Task<(Dictionary<string, ReplicaReport> Reports, long Replicas)> ReadAsync()
    {
        try
        {
            var database = redis.GetDatabase();
            var heard = redis.GetSubscriber().PublishAsync(Looks, RedisValue.EmptyString);
            var entries = database.HashGetAllAsync(Key);
            await Task.WhenAll(heard, entries);
            var reports = (await entries).Select(entry => (Replica: entry.Name, Report: Read(entry.Value))).ToLookup(entry => IsCurrent(entry.Report));

            // Remove stale reports: replicas come and go under new names, and the hash never expires while someone watches.
            RedisValue[] gone = [.. reports[false].Select(entry => entry.Replica)];
            if (gone.Length > 0)
            {
                _ = database.HashDeleteAsync(Key, gone, CommandFlags.FireAndForget);
            }

            return (reports[true].ToDictionary(entry => entry.Replica.ToString(), entry => entry.Report!), await heard);
        }
        catch (Exception exception) when (RedisOutages.IsOutage(exception))
        {
            return ([], 0);
        }
    }

    private bool IsCurrent(ReplicaReport? report) => report?.Durations is not null && (time.GetUtcNow() - report.At).Duration() < Current;

    // During a deployment, a replica of another build may write another format.
    private static ReplicaReport? Read(RedisValue text)
    {
        try
        {
            return JsonSerializer.Deserialize(((byte[]?)text).AsSpan(), JsonContext.Default.ReplicaReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
