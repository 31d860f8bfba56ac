using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Tests.Dashboard;

public sealed class DashboardHostTests
{
    [Theory]
    [InlineData(true, "A", "B")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317")]
    [InlineData(false, "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:19180")]
    [InlineData(false, "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:19180")]
    [InlineData(false, "AppHost:DisableDashboard", "true")]
    public void It_is_there_unless_telemetry_goes_elsewhere(bool expected, string name, string value) =>
        Assert.Equal(expected, DashboardHost.IsWanted(new DistributedApplicationOptions(), Configuration((name, value))));

    [Fact]
    public void It_takes_the_place_of_the_one_that_a_launch_profile_means() => Assert.True(DashboardHost.IsWanted(
        new DistributedApplicationOptions(), Configuration(("DOTNET_LAUNCH_PROFILE", "http"), ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:19180"))));

    [Fact]
    public void It_is_not_there_when_the_app_says_so() =>
        Assert.False(DashboardHost.IsWanted(new DistributedApplicationOptions { DisableDashboard = true }, Configuration()));

    [Fact]
    public void A_configured_port_that_is_taken_is_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var refusal = Assert.Throws<DistributedApplicationException>(Host(Configuration(("ASPNETCORE_URLS", $"http://localhost:{port}"))).Reserve);
        Assert.Contains($"Port {port}, which ASPNETCORE_URLS gives to the dashboard, is taken", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:18888")]
    [InlineData("https://localhost:18888")]
    [InlineData("18888")]
    public void An_address_that_is_not_for_this_machine_alone_is_refused(string address)
    {
        var refusal = Assert.Throws<DistributedApplicationException>(Host(Configuration(("ASPNETCORE_URLS", address))).Reserve);
        Assert.Contains(address, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_tells_projects_where_to_send_to_and_people_where_to_look()
    {
        var configuration = Configuration();
        Host(configuration).Reserve();
        Assert.StartsWith("http://localhost:", configuration["ASPNETCORE_URLS"], StringComparison.Ordinal);
        Assert.Equal(32, configuration["AppHost:BrowserToken"]!.Length);
        var variables = Variables(configuration);
        Assert.Equal(configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"], variables["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", variables["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal($"x-otlp-api-key={configuration["AppHost:OtlpApiKey"]}", variables["OTEL_EXPORTER_OTLP_HEADERS"]);
        Assert.Equal("always_on", variables["OTEL_TRACES_SAMPLER"]);
    }

    [Fact]
    public void A_sampler_of_ones_own_reaches_the_projects()
    {
        var configuration = Configuration(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"), ("OTEL_TRACES_SAMPLER", "always_off"));
        Assert.Equal("always_off", Variables(configuration)["OTEL_TRACES_SAMPLER"]);
    }

    [Fact]
    public void Without_a_receiver_projects_send_nothing() => Assert.DoesNotContain("OTEL_EXPORTER_OTLP_ENDPOINT", Variables(Configuration()).Keys);

    private static IConfiguration Configuration(params (string Name, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Name, (string?)value.Value)))
        .Build();

    private static Dictionary<string, object> Variables(IConfiguration configuration)
    {
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(), []);
        ProjectEnvironment.Add(context, configuration, new DevelopmentEnvironment(), "api-1");
        return context.EnvironmentVariables;
    }

    private static DashboardHost Host(IConfiguration configuration) => new(
        new EngineOptions("/", "Test.AppHost", FixedPorts: false, ShowLogs: false), configuration, new DistributedApplicationModel([]),
        new ResourceNotificationService(), new ResourceLoggerService(), commands: null!);

    private sealed class DevelopmentEnvironment : Microsoft.Extensions.Hosting.IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Development";

        public string ApplicationName { get; set; } = "Test.AppHost";

        public string ContentRootPath { get; set; } = "/";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
