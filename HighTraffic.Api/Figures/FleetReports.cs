using System.Text.Json;
using HighTraffic.Api.Hosting;
using HighTraffic.Core.Caching;
using StackExchange.Redis;

namespace HighTraffic.Api.Figures;

/// <summary>
/// Where the replicas leave their reports for each other: a hash in Redis with a field for each. They write there only while
/// somebody looks, which who reads tells the others by pub/sub.
/// </summary>
internal sealed class FleetReports(IConnectionMultiplexer redis, TimeProvider time)
{
    private static readonly RedisKey Key = "HighTraffic:figures";
    private static readonly RedisChannel Looks = RedisChannel.Literal("HighTraffic:figures");

    // A replica reports each second; what is older than this is of one that has stopped or cannot be heard.
    private static readonly TimeSpan Current = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>Calls back whenever somebody looks, from now on and whenever Redis can be reached.</summary>
    /// <exception cref="RedisException">Redis cannot be reached now.</exception>
    public Task SubscribeAsync(Action looked) => redis.GetSubscriber().SubscribeAsync(Looks, (_, _) => looked());

    /// <summary>Leaves the report of a replica.</summary>
    /// <exception cref="Exception">Redis cannot be reached; <see cref="RedisOutages.IsOutage"/> knows the kinds.</exception>
    public Task WriteAsync(string replica, ReplicaReport report)
    {
        var database = redis.GetDatabase();
        var text = JsonSerializer.SerializeToUtf8Bytes(report, JsonContext.Default.ReplicaReport);
        return Task.WhenAll(database.HashSetAsync(Key, replica, text), database.KeyExpireAsync(Key, Lifetime));
    }

    /// <summary>Reads what all replicas report.</summary>
    /// <returns>The reports by replica, and how many replicas there are; none of both if Redis cannot be reached.</returns>
    public async Task<(Dictionary<string, ReplicaReport> Reports, long Replicas)> ReadAsync()
    {
        try
        {
            var database = redis.GetDatabase();
            var heard = redis.GetSubscriber().PublishAsync(Looks, RedisValue.EmptyString);
            var entries = database.HashGetAllAsync(Key);
            await Task.WhenAll(heard, entries);
            var reports = (await entries).Select(entry => (Replica: entry.Name, Report: Read(entry.Value))).ToLookup(entry => IsCurrent(entry.Report));

            // Replicas come and go under new names, and the hash lasts as long as somebody looks.
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

    // During an update a replica of another build may write otherwise.
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
