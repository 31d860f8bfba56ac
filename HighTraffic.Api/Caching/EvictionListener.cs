using HighTraffic.Core.Caching;
using Microsoft.AspNetCore.OutputCaching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Receives the evictions of other replicas. A lost message delays an eviction by a second at most, because an entry is revalidated against
/// Redis every second. The Redis client resubscribes by itself. Endpoints that use the framework's own output caching are evicted by the same
/// tags.
/// </summary>
internal sealed class EvictionListener(IConnectionMultiplexer redis, LocalTagVersions localVersions, IOutputCacheStore outputCache, EndpointDataSource endpoints) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var messages = await SubscribeAsync(stoppingToken);
        await foreach (var message in messages.WithCancellation(stoppingToken))
        {
            var tags = EvictionMessages.Read(message.Message);
            foreach (var tag in tags)
            {
                localVersions.Advance(tag);
            }

            if (HasOutputCaching)
            {
                await EvictOutputAsync(tags, stoppingToken);
            }
        }
    }

    private bool HasOutputCaching => endpoints.Endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<IOutputCachePolicy>() is not null);

    private async Task EvictOutputAsync(string[] tags, CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(tags.Select(tag => outputCache.EvictByTagAsync(tag, stoppingToken).AsTask()));
        }
        catch (Exception exception) when (RedisOutages.IsOutage(exception) && !stoppingToken.IsCancellationRequested)
        {
            // The entries expire.
        }
    }

    // The service starts even if Redis is not up yet.
    private async Task<ChannelMessageQueue> SubscribeAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                return await redis.GetSubscriber().SubscribeAsync(EvictionMessages.Channel);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(RetryInterval, stoppingToken);
            }
        }
    }
}
