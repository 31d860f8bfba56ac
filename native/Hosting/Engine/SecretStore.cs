using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.UserSecrets;
using Microsoft.Extensions.FileProviders;

namespace Aspire.Hosting.Engine;

/// <summary>Keeps generated secrets in the AppHost's user secrets, where Aspire keeps them too.</summary>
internal static class SecretStore
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads the value of a key, or makes it and keeps it. Several AppHosts may do so at once.</summary>
    public static string GetOrAdd(Assembly appHost, string key, Func<string> make)
    {
        var path = PathOf(appHost);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var held = FileLock.Acquire(path + ".lock");
        var secrets = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : [];
        if (secrets[key]?.GetValue<string>() is { } known)
        {
            return known;
        }

        var value = make();
        secrets[key] = value;
        var next = path + ".new";
        File.WriteAllText(next, secrets.ToJsonString(Indented));
        File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(next, path, overwrite: true);
        return value;
    }

    public static IConfigurationSource ConfigurationSource(Assembly appHost)
    {
        var path = PathOf(appHost);
        var folder = Path.GetDirectoryName(path)!;
        return new JsonConfigurationSource
        {
            FileProvider = Directory.Exists(folder) ? new PhysicalFileProvider(folder) : new NullFileProvider(),
            Path = Path.GetFileName(path),
            Optional = true,
        };
    }

    private static string PathOf(Assembly appHost)
    {
        var id = appHost.GetCustomAttribute<UserSecretsIdAttribute>()?.UserSecretsId
            ?? throw new DistributedApplicationException(
                $"{appHost.GetName().Name} has no UserSecretsId, so generated secrets cannot be kept; add one to its project file.");
        return PathHelper.GetSecretsPathFromSecretsId(id);
    }
}
