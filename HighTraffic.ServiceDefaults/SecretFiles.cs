using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Reads secrets from files that a container platform mounts. Environment variables are visible to anyone who can inspect a container.
/// </summary>
public static class SecretFiles
{
    private const string FolderKey = "HighTraffic:Secrets";

    /// <summary>
    /// Adds each file in the folder <c>HighTraffic:Secrets</c> to the configuration under its name: the file <c>HighTraffic__ApiKey</c> sets
    /// <c>HighTraffic:ApiKey</c>. In connection strings, <c>{name}</c> is replaced with the content of the file <c>name</c>.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    public static void AddSecretFiles(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration[FolderKey] is not { Length: > 0 } folder)
        {
            return;
        }

        builder.Configuration.AddKeyPerFile(folder, optional: false);
        var secrets = new ConfigurationBuilder().AddKeyPerFile(folder, optional: false).Build().AsEnumerable().Where(secret => secret.Value is not null).ToList();
        var connections = builder.Configuration.GetSection("ConnectionStrings").GetChildren().Where(connection => connection.Value is not null);
        builder.Configuration.AddInMemoryCollection(connections.ToDictionary(connection => connection.Path, connection => (string?)Fill(connection.Value!, secrets)));
    }

    private static string Fill(string connection, List<KeyValuePair<string, string?>> secrets)
    {
        var isUri = connection.Contains("://", StringComparison.Ordinal);
        return secrets.Aggregate(connection, (text, secret) =>
            text.Replace($"{{{secret.Key}}}", isUri ? Uri.EscapeDataString(secret.Value!) : secret.Value, StringComparison.Ordinal));
    }
}
