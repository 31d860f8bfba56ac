using System.Globalization;
using System.Text.RegularExpressions;
using static HighTraffic.Deployment.Tests.Azure.ContainerApp;

namespace HighTraffic.Deployment.Tests.Azure;

public sealed class ContainerAppTests
{
    public static TheoryData<string> Apps() => new(All().Select(app => app.Name));

    [Fact]
    public void Only_the_gateway_can_be_reached_from_outside()
    {
        var external = All().Where(app => app.Configuration.TryGetValue("ingress", out var ingress) && (string)Map(ingress)["external"] == "true");
        Assert.Equal(["gateway"], external.Select(app => app.Name));
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public void Secrets_are_in_the_vault(string name)
    {
        var app = Read(name);
        var secrets = app.Configuration.TryGetValue("secrets", out var list) ? List(list).Select(Map).ToList() : [];
        Assert.All(secrets, secret =>
        {
            Assert.StartsWith("https://vault.example/secrets/", (string)secret["keyVaultUrl"], StringComparison.Ordinal);
            Assert.False(secret.ContainsKey("value"), "A secret is written down in the template.");
        });
        Assert.DoesNotContain(app.Environment.Keys, variable => variable.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
            || variable.EndsWith("ApiKey", StringComparison.Ordinal) || variable.EndsWith("_PASS", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public void A_secret_that_is_used_is_declared_and_in_the_infrastructure(string name)
    {
        var app = Read(name);
        var declared = app.Configuration.TryGetValue("secrets", out var list) ? List(list).Select(Map).ToList() : [];
        var used = List(app.Container["env"]).Select(Map).Where(variable => variable.ContainsKey("secretRef")).Select(variable => (string)variable["secretRef"]);
        Assert.Equal(declared.Select(secret => (string)secret["name"]).Order(), used.Order());
        var infrastructure = File.ReadAllText(Repository.PathOf("infra", "resources.bicep"));
        Assert.All(declared, secret => Assert.Contains($"name: '{((string)secret["keyVaultUrl"]).Split('/')[^1]}'", infrastructure, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public void Probes_are_within_what_the_platform_takes(string name)
    {
        var probes = List(Read(name).Container["probes"]).Select(Map).ToList();
        Assert.Contains("Liveness", probes.Select(probe => (string)probe["type"]));
        Assert.All(probes, probe =>
        {
            Assert.InRange(Number(probe["failureThreshold"]), 1, 10);
            Assert.InRange(Number(probe["periodSeconds"]), 1, 240);
            Assert.InRange(Number(probe["timeoutSeconds"]), 1, 240);
        });
    }

    [Fact]
    public void The_api_may_drain_for_as_long_as_it_wants()
    {
        var project = Repository.Project("Api");
        var drain = FindNumber(Path.Combine(project, "Hosting", "DrainOptions.cs"), @"Seconds \{ get; set; \} = (\d+)");
        var grace = FindNumber(Path.Combine(project, "Hosting", "DrainExtensions.cs"), @"Grace = TimeSpan\.FromSeconds\((\d+)\)");
        Assert.True(Number(Read("api").Template["terminationGracePeriodSeconds"]) > drain + grace);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("migrations")]
    public void The_pools_are_those_of_the_app_model(string service)
    {
        var plan = Path.Combine(Repository.Project("AppHost"), "ConnectionPlan.cs");
        var minimum = FindNumber(plan, $@"var {service} = new PoolSize\(Minimum: (\d+)");
        var maximum = FindNumber(plan, $@"var {service} = new PoolSize\(Minimum: \d+, Maximum: (\d+)");
        Assert.Contains(
            $"var {service}Pool = 'Minimum Pool Size={minimum};Maximum Pool Size={maximum};",
            File.ReadAllText(Repository.PathOf("infra", "resources.bicep")),
            StringComparison.Ordinal);
    }

    private static int FindNumber(string file, string pattern)
    {
        var match = Regex.Match(File.ReadAllText(file), pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(match.Success, $"{file} has no match for {pattern}");
        return Number(match.Groups[1].Value);
    }

    private static int Number(object value) => int.Parse((string)value, CultureInfo.InvariantCulture);
}
