using YamlDotNet.Serialization;

namespace HighTraffic.Deployment.Tests.Azure;

/// <summary>What azd would deploy for a resource: its template in the AppHost's folder, filled in as azd does.</summary>
internal sealed class ContainerApp
{
    public const string Domain = "kind-sea-1234.westeurope.azurecontainerapps.io";
    private readonly Dictionary<object, object> _document;

    private ContainerApp(string name, Dictionary<object, object> document)
    {
        Name = name;
        _document = document;
    }

    public string Name { get; }

    public Dictionary<object, object> Configuration => Map(Map(_document["properties"])["configuration"]);

    public Dictionary<object, object> Template => Map(Map(_document["properties"])["template"]);

    public Dictionary<object, object> Container => Map(Assert.Single(List(Template["containers"])));

    /// <summary>The environment variables that have a value, not a secret.</summary>
    public Dictionary<string, string> Environment => List(Container["env"]).Select(Map).Where(variable => variable.ContainsKey("value"))
        .ToDictionary(variable => (string)variable["name"], variable => (string)variable["value"]);

    public static IEnumerable<ContainerApp> All() => Directory.EnumerateFiles(Folder(), "*.tmpl.yaml")
        .Select(file => Read(Path.GetFileName(file).Split('.')[0]));

    public static ContainerApp Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), $"{name}.tmpl.yaml"));
        foreach (var (hole, value) in new Dictionary<string, string>
        {
            ["{{ .Image }}"] = $"registry.example/{name}:1",
            ["{{ .Env.AZURE_LOCATION }}"] = "westeurope",
            ["{{ .Env.AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN }}"] = Domain,
            ["{{ .Env.AZURE_CONTAINER_APPS_ENVIRONMENT_ID }}"] = "/subscriptions/0/environment",
            ["{{ .Env.AZURE_CONTAINER_REGISTRY_ENDPOINT }}"] = "registry.example",
            ["{{ .Env.AZURE_CONTAINER_REGISTRY_MANAGED_IDENTITY_ID }}"] = "/subscriptions/0/identity",
            ["{{ .Env.AZURE_KEY_VAULT_ENDPOINT }}"] = "https://vault.example/",
        })
        {
            text = text.Replace(hole, value, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        return new ContainerApp(name, Map(new DeserializerBuilder().Build().Deserialize(text)!));
    }

    public static Dictionary<object, object> Map(object node) => Assert.IsType<Dictionary<object, object>>(node);

    public static List<object> List(object node) => Assert.IsType<List<object>>(node);

    private static string Folder() => Path.Combine(Repository.Project("AppHost"), "infra");
}
