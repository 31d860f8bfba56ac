using System.Globalization;
using System.Text.RegularExpressions;
using HighTraffic.Deployment.Tests.Azure;
using HighTraffic.Deployment.Tests.Kubernetes;

namespace HighTraffic.Deployment.Tests.Published;

/// <summary>The figures that take a replica out of service before it stops, wherever the app runs.</summary>
public sealed class DrainTests
{
    private static readonly double Drain = Number(ApiFile("DrainOptions.cs"), @"Seconds \{ get; set; \} = (\d+)");
    private static readonly double Grace = Number(ApiFile("DrainExtensions.cs"), @"Grace = TimeSpan\.FromSeconds\((\d+)\)");

    [Fact]
    public void Nginx_closes_an_idle_connection_before_a_draining_replica_stops() =>
        Assert.True(Number(Template("upstream"), @"keepalive_timeout (\d+)s;") < Drain);

    [Fact]
    public void A_pod_of_the_api_may_take_as_long_as_it_drains() => Assert.True(ChartTests.Of("api").Spec.TerminationGracePeriodSeconds > Drain + Grace);

    [Fact]
    public void A_pod_of_the_gateway_takes_requests_until_the_cluster_knows_that_it_goes_and_then_drains()
    {
        var gateway = ChartTests.Of("gateway");
        Assert.Equal("sleep", gateway.Container.Lifecycle.PreStop.Exec.Command[0]);
        var pause = double.Parse(gateway.Container.Lifecycle.PreStop.Exec.Command[1], CultureInfo.InvariantCulture);
        var shutdown = Number(Path.Combine(Repository.Project("AppHost"), "nginx", "templates", "nginx.conf.template"), @"worker_shutdown_timeout (\d+)s;");
        Assert.True(gateway.Spec.TerminationGracePeriodSeconds > pause + shutdown);
    }

    [Fact]
    public void Where_a_probe_takes_a_replica_out_of_service_it_does_so_before_the_replica_stops()
    {
        var readiness = ContainerApp.List(ContainerApp.Read("api").Container["probes"]).Select(ContainerApp.Map).Single(probe => (string)probe["type"] == "Readiness");
        var azure = Figure(readiness["periodSeconds"]) * Figure(readiness["failureThreshold"]);
        Assert.True(azure < Drain, $"Azure: {azure} s");
        var probe = ChartTests.Of("api").Container.ReadinessProbe;
        Assert.True(probe.PeriodSeconds * probe.FailureThreshold < Drain, $"Kubernetes: {probe.PeriodSeconds * probe.FailureThreshold} s");
    }

    private static double Figure(object value) => double.Parse((string)value, CultureInfo.InvariantCulture);

    private static string ApiFile(string name) => Path.Combine(Repository.Project("Api"), "Hosting", name);

    private static string Template(string name) => Path.Combine(Repository.Project("AppHost"), "nginx", "templates", "gateway", $"{name}.conf.template");

    private static double Number(string file, string pattern)
    {
        var match = Regex.Match(File.ReadAllText(file), pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(match.Success, $"{file} has no match for {pattern}");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
