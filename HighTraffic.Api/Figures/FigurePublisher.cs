using HighTraffic.Api.Hosting;
using HighTraffic.Core.Caching;

namespace HighTraffic.Api.Figures;

/// <summary>Advances the window each second, and reports it to the other replicas while someone watches the figures.</summary>
internal sealed partial class FigurePublisher(
    FigureWindow window, FleetReports fleet, ReplicaName replica, TimeProvider time, ILogger<FigurePublisher> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Attention = TimeSpan.FromSeconds(5);

    private long _watchedUntil;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var subscribed = false;
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            window.Advance();
            try
            {
                if (!subscribed)
                {
                    await fleet.SubscribeAsync(() => Volatile.Write(ref _watchedUntil, (time.GetUtcNow() + Attention).Ticks));
                    subscribed = true;
                }

                if (time.GetUtcNow().Ticks < Volatile.Read(ref _watchedUntil))
                {
                    await fleet.WriteAsync(replica.Public, window.Report());
                }
            }
            catch (Exception exception) when (RedisOutages.IsOutage(exception))
            {
                // The next tick tries again.
            }
            catch (Exception exception)
            {
                LogUnexpected(exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The figures of this replica could not be reported to the others.")]
    private partial void LogUnexpected(Exception exception);
}
