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
        // ${API_IMAGE:-api:1.0.0}: the default has a version too.
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

        // Only RabbitMQ writes into its own program folder.
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
        Assert.EndsWith(":8080:8080", (string)Assert.Single(List(All[Assert.Single(All.Keys, name => All[name].ContainsKey("ports"))]["ports"])));

    [Fact]
    public void The_gateway_and_the_servers_have_no_network_in_common()
    {
        var edge = List(All["gateway"]["networks"]);
        Assert.All(Servers, server => Assert.Empty(edge.Intersect(List(All[server]["networks"]))));
        Assert.NotEmpty(edge.Intersect(List(All["api"]["networks"])));
    }

    [Fact]
    public void Without_a_setting_the_gateway_listens_on_the_loopback_address_alone() =>
        Assert.Equal(["${GATEWAY_BIND_ADDRESS:-127.0.0.1}:8080:8080"], List(All["gateway"]["ports"]));

    [Fact]
    public void A_run_of_the_migrations_that_fails_for_good_ends() => Assert.Equal("on-failure:5", All["migrations"]["restart"]);

    [Theory]
    [MemberData(nameof(Services))]
    public void A_folder_in_memory_belongs_to_who_writes_to_it(string name)
    {
        var user = ((string)All[name]["user"]).Split(':');
        Assert.All(List(All[name]["tmpfs"]), folder => Assert.EndsWith($",uid={user[0]},gid={user[1]}", (string)folder, StringComparison.Ordinal));
    }

    [Fact]
    public void A_draining_replica_refuses_connections_because_the_gateway_then_tries_the_next() =>
        Assert.Equal("false", Environment("api")["HighTraffic__Drain__AcceptsConnections"]);

    [Fact]
    public void The_gateway_is_healthy_when_it_knows_an_address_of_the_api() =>
        Assert.Equal("http://127.0.0.1:8081/nginx/ready", List(Map(All["gateway"]["healthcheck"])["test"])[^1]);

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("migrations")]
    public void The_database_is_not_asked_for_kerberos(string service) =>
        Assert.Contains(";GSS Encryption Mode=Disable", (string)Environment(service)["ConnectionStrings__appdb"], StringComparison.Ordinal);

    [Theory]
    [InlineData("api", "HighTraffic__ApiKey", "cache-password", "messaging-password", "postgres-password")]
    [InlineData("worker", "cache-password", "messaging-password", "postgres-password")]
    [InlineData("migrations", "postgres-password")]
    [InlineData("postgres", "POSTGRES_PASSWORD")]
    [InlineData("cache", "REDIS_PASSWORD")]
    [InlineData("messaging", "RABBITMQ_DEFAULT_PASS")]
    [InlineData("gateway")]
    public void It_is_given_the_secrets_that_it_needs_and_as_files(string service, params string[] files)
    {
        var mounted = Secrets(service);
        Assert.Equal(files, mounted.Select(secret => (string)secret["target"]).Order(StringComparer.Ordinal));
        Assert.All(mounted, secret => Assert.Equal($"./secrets/{secret["source"]}", Map(Map(File["secrets"])[secret["source"]])["file"]));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void No_secret_is_a_variable(string name)
    {
        var parameters = Map(File["secrets"]).Keys.Select(secret => ((string)secret).ToUpperInvariant().Replace('-', '_')).ToList();
        Assert.DoesNotContain(Environment(name).Values, value => Variable().Matches($"{value}").Any(match => parameters.Contains(match.Groups[1].Value)));

        // A secret in a connection string is the name of a file that the container has.
        var files = Secrets(name).Select(secret => (string)secret["target"]).ToList();
        Assert.All(Environment(name).Values.SelectMany(value => Place().Matches($"{value}")), place => Assert.Contains(place.Groups[1].Value, files));
        Assert.All(
            Environment(name).Where(variable => ((string)variable.Key).EndsWith("_FILE", StringComparison.Ordinal)),
            variable => Assert.Contains(((string)variable.Value).Split('/')[^1], files));
    }

    [Fact]
    public void The_file_with_the_settings_names_all_that_can_be_set_and_no_value()
    {
        var settings = System.IO.File.ReadAllLines(Path.Combine(Snapshot.Of("Compose"), ".env")).Where(line => line.Contains('=', StringComparison.Ordinal));
        var used = Variable().Matches(System.IO.File.ReadAllText(Path.Combine(Snapshot.Of("Compose"), "docker-compose.yaml"))).Select(match => match.Groups[1].Value);
        Assert.Equal(used.Distinct().Select(name => $"{name}=").Order(StringComparer.Ordinal), settings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_keeps_data_has_a_volume_and_a_name()
    {
        var volumes = Map(File["volumes"]);
        Assert.All(Keepers, server => Assert.Contains(Map(Assert.Single(List(All[server]["volumes"])))["source"], volumes.Keys));
        Assert.Equal("messaging", All["messaging"]["hostname"]);
    }

    private static Dictionary<object, object> Environment(string service) =>
        All[service].TryGetValue("environment", out var environment) ? Map(environment) : [];

    private static List<Dictionary<object, object>> Secrets(string service) =>
        All[service].TryGetValue("secrets", out var secrets) ? [.. List(secrets).Select(Map)] : [];

    [GeneratedRegex(@"\{([\w-]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"^\$\{\w+:-(.+)\}$", RegexOptions.CultureInvariant)]
    private static partial Regex Fallback();

    [GeneratedRegex(@"(?<!\$)\$\{(\w+)([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
