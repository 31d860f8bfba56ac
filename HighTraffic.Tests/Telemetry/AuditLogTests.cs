using System.Diagnostics;
using HighTraffic.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace HighTraffic.Tests.Telemetry;

/// <summary>Which log lines leave the process through OpenTelemetry.</summary>
public sealed class AuditLogTests
{
    [Theory]
    [InlineData(TelemetryNames.Audit, ActivityTraceFlags.Recorded, true)]
    [InlineData(TelemetryNames.Audit, ActivityTraceFlags.None, false)]
    [InlineData(TelemetryNames.Audit, null, true)]
    [InlineData("HighTraffic.Api", ActivityTraceFlags.None, true)]
    public void Audit_lines_are_exported_with_the_requests_that_are_recorded(string category, ActivityTraceFlags? flags, bool isExported)
    {
        var exported = new Records();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")]);
        builder.AddServiceDefaults();
        builder.Services.ConfigureOpenTelemetryLoggerProvider(logging => logging.AddProcessor(exported));
        using var host = builder.Build();
        using var request = flags is null ? null : new Activity("request") { ActivityTraceFlags = flags.Value }.Start();
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).LogInformation("A line");
        Assert.Equal(isExported ? 1 : 0, exported.Count);
    }

    private sealed class Records : BaseProcessor<LogRecord>
    {
        public int Count { get; private set; }

        public override void OnEnd(LogRecord data) => Count++;
    }
}
