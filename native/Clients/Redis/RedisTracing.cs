using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// Makes a span of each Redis command that belongs to a trace, by the semantic conventions for database clients
/// (https://opentelemetry.io/docs/specs/semconv/database/redis/). Without a listener no command is profiled.
/// </summary>
internal sealed class RedisTracing : BackgroundService
{
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";
    private static readonly ActivitySource Source = new(SourceName);
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);
    private readonly ConditionalWeakTable<Activity, ProfilingSession> _sessions = [];

    /// <summary>Profiles the commands of a connection.</summary>
    public void Attach(IConnectionMultiplexer connection) => connection.RegisterProfiler(Session);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Flush();
            }
        }
        catch (OperationCanceledException)
        {
            Flush();
        }
    }

    private ProfilingSession? Session() =>
        Source.HasListeners() && Activity.Current is { Recorded: true } parent ? _sessions.GetValue(parent, _ => new ProfilingSession()) : null;

    private void Flush()
    {
        foreach (var (parent, session) in _sessions)
        {
            foreach (var command in session.FinishProfiling())
            {
                Report(parent, command);
            }

            if (parent.IsStopped)
            {
                _sessions.Remove(parent);
            }
        }
    }

    private static void Report(Activity parent, IProfiledCommand command)
    {
        using var span = Source.StartActivity(command.Command, ActivityKind.Client, parent.Context, startTime: command.CommandCreated);
        if (span is null)
        {
            return;
        }

        span.SetTag("db.system.name", "redis");
        span.SetTag("db.operation.name", command.Command);
        span.SetTag("db.namespace", command.Db.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (command.EndPoint is System.Net.IPEndPoint address)
        {
            span.SetTag("server.address", address.Address.ToString());
            span.SetTag("server.port", address.Port);
        }
        else if (command.EndPoint is System.Net.DnsEndPoint name)
        {
            span.SetTag("server.address", name.Host);
            span.SetTag("server.port", name.Port);
        }

        span.SetEndTime(command.CommandCreated + command.ElapsedTime);
    }
}
