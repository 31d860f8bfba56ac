using System.Text.Json;
using System.Text.RegularExpressions;
using HighTraffic.Deployment.Tests.Published;

namespace HighTraffic.Deployment.Tests.Azure;

/// <summary>The approved manifest, which azd reads together with the templates in the AppHost's folder.</summary>
public sealed partial class ManifestTests
{
    private static readonly JsonElement Resources = JsonDocument.Parse(File.ReadAllText(Path.Combine(Snapshot.Of("Azure"), "manifest.json")))
        .RootElement.GetProperty("resources");

    private static readonly string[] NoApps = ["migrations", "postgres"];

    [Fact]
    public void It_has_an_app_for_each_template()
    {
        var apps = Resources.EnumerateObject().Where(resource => Type(resource).StartsWith("project.", StringComparison.Ordinal) || Type(resource).StartsWith("container.", StringComparison.Ordinal));
        Assert.Equal(ContainerApp.All().Select(app => app.Name).Order(), apps.Select(app => app.Name).Order());
    }

    [Fact]
    public void The_migrations_and_the_managed_servers_are_no_apps() =>
        Assert.All(NoApps, name => Assert.False(Resources.TryGetProperty(name, out _), name));

    [Fact]
    public void What_is_referred_to_is_there() => Assert.All(Reference().Matches(Resources.GetRawText()), match =>
        Assert.True(Resources.TryGetProperty(match.Groups[1].Value, out _), match.Value));

    [Fact]
    public void Passwords_keys_and_connection_strings_are_secrets() => Assert.All(
        Resources.EnumerateObject().Where(resource => Type(resource) == "parameter.v0"),
        parameter => Assert.True(parameter.Value.GetProperty("inputs").GetProperty("value").GetProperty("secret").GetBoolean(), parameter.Name));

    [Fact]
    public void Images_have_exact_tags() => Assert.All(
        Resources.EnumerateObject().Where(resource => resource.Value.TryGetProperty("image", out _)),
        resource => Assert.True(Image.HasExactTag(resource.Value.GetProperty("image").GetString()!), resource.Name));

    [Fact]
    public void Only_the_gateway_can_be_reached_from_outside()
    {
        var external = Resources.EnumerateObject().Where(resource => resource.Value.TryGetProperty("bindings", out var bindings)
            && bindings.EnumerateObject().Any(binding => binding.Value.TryGetProperty("external", out var value) && value.GetBoolean()));
        Assert.Equal(["gateway"], external.Select(resource => resource.Name));
    }

    [Fact]
    public void Paths_lead_to_what_is_built()
    {
        // Relative to the folder of the manifest.
        var folder = Path.Combine(Repository.Project("AppHost"), "bin", "published", "Azure");
        var paths = Resources.EnumerateObject().SelectMany(resource => Paths(resource.Value)).ToList();
        Assert.Equal(3, paths.Count);
        Assert.All(paths, path => Assert.True(File.Exists(Path.GetFullPath(Path.Combine(folder, path))), path));
    }

    private static string Type(JsonProperty resource) => resource.Value.GetProperty("type").GetString()!;

    private static IEnumerable<string> Paths(JsonElement resource)
    {
        if (resource.TryGetProperty("path", out var path))
        {
            yield return path.GetString()!;
        }

        if (resource.TryGetProperty("build", out var build))
        {
            yield return build.GetProperty("dockerfile").GetString()!;
        }
    }

    [GeneratedRegex(@"\{([a-z-]+)\.[\w.-]+\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
