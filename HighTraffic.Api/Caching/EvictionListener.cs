using HighTraffic.Core.Caching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Hears of the evictions of other replicas. A message that is lost, with the connection for example, costs nothing more than
/// a second: no answer is held for longer without asking Redis. The client subscribes again by itself.
/// </summary>
internal sealed class EvictionListener(IConnectionMultiplexer redis, TagEpochs epochs) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var messages = await SubscribeAsync(stoppingToken);
        await foreach (var message in messages.WithCancellation(stoppingToken))
        {
            foreach (var tag in EvictionMessages.Read(message.Message))
            {
                epochs.Advance(tag);
            }
        }
    }

    // Redis may not be there yet, and this service starts all the same.
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
