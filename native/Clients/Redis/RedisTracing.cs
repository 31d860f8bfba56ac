using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// Makes a span of each Redis command that belongs to a recorded span, when that span ends, by the semantic conventions for
/// database clients (https://opentelemetry.io/docs/specs/semconv/database/redis/).
/// </summary>
internal sealed class RedisTracing : BaseProcessor<Activity>
{
    /// <summary>The name of OpenTelemetry's own instrumentation, so that settings and filters for it hold here too.</summary>
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    private static readonly ActivitySource Source = new(SourceName);

    // A session lives as long as the span that it belongs to, and needs no cleaning up.
    private static readonly ConditionalWeakTable<Activity, ProfilingSession> Sessions = [];

    /// <summary>Profiles the commands of a connection, if anybody listens.</summary>
    public static void Attach(ConnectionMultiplexer connection)
    {
        if (Source.HasListeners())
        {
            connection.RegisterProfiler(CurrentSession);
        }
    }

    public override void OnEnd(Activity data)
    {
        if (!Sessions.TryGetValue(data, out var session))
        {
            return;
        }

        foreach (var command in session.FinishProfiling())
        {
            Report(data.Context, command);
        }
    }

    private static ProfilingSession? CurrentSession() =>
        Activity.Current is { Recorded: true, IsStopped: false } span ? Sessions.GetValue(span, static _ => new ProfilingSession()) : null;

    private static void Report(ActivityContext parent, IProfiledCommand command)
    {
        using var span = Source.StartActivity(command.Command, ActivityKind.Client, parent, startTime: command.CommandCreated);
        if (span is null)
        {
            return;
        }

        span.SetTag("db.system.name", "redis");
        span.SetTag("db.operation.name", command.Command);
        if (command.Db >= 0)
        {
            span.SetTag("db.namespace", command.Db.ToString(CultureInfo.InvariantCulture));
        }

        var (address, port) = command.EndPoint switch
        {
            IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            DnsEndPoint dns => (dns.Host, dns.Port),
            _ => (null, 0),
        };

        if (address is not null)
        {
            span.SetTag("server.address", address);
            span.SetTag("server.port", port);
        }

        span.SetEndTime(command.CommandCreated + command.ElapsedTime);
    }
}
