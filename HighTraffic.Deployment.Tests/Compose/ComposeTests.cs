using System.Text.RegularExpressions;
using HighTraffic.Deployment.Tests.Published;
using YamlDotNet.Serialization;
using static HighTraffic.Deployment.Tests.Azure.ContainerApp;

namespace HighTraffic.Deployment.Tests.Compose;

public sealed partial class ComposeTests
{
    private static readonly Dictionary<object, object> File = Map(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
        .Deserialize(System.IO.File.ReadAllText(Path.Combine(Snapshot.Of("Compose"), "docker-compose.yaml")))!);

    private static readonly Dictionary<string, Dictionary<object, object>> All =
        Map(File["services"]).ToDictionary(service => (string)service.Key, service => Map(service.Value));

    private static readonly string[] Servers = ["postgres", "cache", "messaging"];
    private static readonly string[] Keepers = ["postgres", "messaging"];

    public static TheoryData<string> Services() => new(All.Keys);

    [Fact]
    public void Each_part_of_the_app_is_there() =>
        Assert.Equal(["api", "cache", "gateway", "messaging", "migrations", "postgres", "worker"], All.Keys.Order());

    [Theory]
    [MemberData(nameof(Services))]
    public void Its_image_has_an_exact_tag(string service)
    {
        // ${API_IMAGE:-api:1.0.0}: another one can be named, and without it there is a version too.
        var image = Fallback().Replace((string)All[service]["image"], "$1");
        Assert.True(Image.HasExactTag(image), image);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void It_may_do_what_it_has_to_only(string name)
    {
        var service = All[name];
        Assert.DoesNotContain(((string)service["user"]).Split(':'), id => id is "0" or "root");
        Assert.Equal(["ALL"], List(service["cap_drop"]));
        Assert.Equal(["no-new-privileges:true"], List(service["security_opt"]));

        // The one that writes beside its program.
        Assert.Equal(name != "messaging", service["read_only"]);
        Assert.Matches(@"^\d+m$", (string)Map(Map(Map(service["deploy"])["resources"])["limits"])["memory"]);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Its_health_is_asked_for_and_waited_for(string name)
    {
        var service = All[name];
        Assert.Equal(name != "migrations", service.ContainsKey("healthcheck"));
        if (!service.TryGetValue("depends_on", out var dependencies))
        {
            return;
        }

        foreach (var (other, dependency) in Map(dependencies))
        {
            Assert.Equal(All[(string)other].ContainsKey("healthcheck") ? "service_healthy" : "service_completed_successfully", Map(dependency)["condition"]);
        }
    }

    [Fact]
    public void The_world_reaches_the_gateway_alone() =>
        Assert.Equal("8080:8080", Assert.Single(List(All[Assert.Single(All.Keys, name => All[name].ContainsKey("ports"))]["ports"])));

    [Fact]
    public void The_gateway_and_the_servers_have_no_network_in_common()
    {
        var edge = List(All["gateway"]["networks"]);
        Assert.All(Servers, server => Assert.Empty(edge.Intersect(List(All[server]["networks"]))));
        Assert.NotEmpty(edge.Intersect(List(All["api"]["networks"])));
    }

    [Fact]
    public void Without_a_secret_nothing_starts()
    {
        var variables = All.Values.SelectMany(service => Map(service.GetValueOrDefault("environment", new Dictionary<object, object>())).Values)
            .SelectMany(value => Variable().Matches($"{value}")).Select(match => (Name: match.Groups[1].Value, Default: match.Groups[2].Value)).Distinct().ToList();
        Assert.Equal(
            ["API_KEY", "CACHE_PASSWORD", "MESSAGING_PASSWORD", "POSTGRES_PASSWORD"],
            variables.Where(variable => variable.Default == ":?is not set").Select(variable => variable.Name).Order());
        Assert.All(variables, variable => Assert.True(variable.Default == ":?is not set" || variable.Name.StartsWith("OTEL_", StringComparison.Ordinal), variable.Name));
    }

    [Fact]
    public void No_secret_is_in_the_file_with_the_settings()
    {
        var settings = System.IO.File.ReadAllLines(Path.Combine(Snapshot.Of("Compose"), ".env")).Where(line => line.Contains('=', StringComparison.Ordinal));
        Assert.All(settings, line => Assert.EndsWith("_IMAGE=", line, StringComparison.Ordinal));
    }

    [Fact]
    public void What_keeps_data_has_a_volume_and_a_name()
    {
        var volumes = Map(File["volumes"]);
        Assert.All(Keepers, server => Assert.Contains(Map(Assert.Single(List(All[server]["volumes"])))["source"], volumes.Keys));
        Assert.Equal("messaging", All["messaging"]["hostname"]);
    }

    [GeneratedRegex(@"^\$\{\w+:-(.+)\}$", RegexOptions.CultureInvariant)]
    private static partial Regex Fallback();

    [GeneratedRegex(@"(?<!\$)\$\{(\w+)([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
