using System.Diagnostics.Metrics;
using HighTraffic.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace HighTraffic.Tests.Telemetry;

public sealed class HealthGaugeTests
{
    [Fact]
    public async Task Each_health_check_is_a_metric()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")]);
        builder.AddServiceDefaults();
        var redis = HealthCheckResult.Degraded();
        builder.Services.AddHealthChecks().AddCheck("redis", () => redis).AddCheck("database", () => HealthCheckResult.Unhealthy());
        using var host = builder.Build();
        var checks = host.Services.GetRequiredService<HealthCheckService>();
        var publisher = Assert.Single(host.Services.GetServices<IHealthCheckPublisher>());
        var meters = host.Services.GetRequiredService<IMeterFactory>();

        Assert.Empty(Statuses(meters));
        await publisher.PublishAsync(await checks.CheckHealthAsync(), CancellationToken.None);
        Assert.Equal(new Dictionary<string, int> { ["self"] = 2, ["redis"] = 1, ["database"] = 0 }, Statuses(meters));

        redis = HealthCheckResult.Healthy();
        await publisher.PublishAsync(await checks.CheckHealthAsync(), CancellationToken.None);
        Assert.Equal(2, Statuses(meters)["redis"]);
    }

    [Fact]
    public void Without_a_receiver_no_check_runs()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.AddServiceDefaults();
        using var host = builder.Build();

        Assert.Empty(host.Services.GetServices<IHealthCheckPublisher>());
    }

    private static Dictionary<string, int> Statuses(IMeterFactory meters)
    {
        Dictionary<string, int> statuses = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == HealthGauge.Name && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, status, tags, _) =>
        {
            foreach (var (name, value) in tags)
            {
                Assert.Equal(TelemetryNames.HealthCheck, name);
                statuses[(string)value!] = status;
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return statuses;
    }
}
