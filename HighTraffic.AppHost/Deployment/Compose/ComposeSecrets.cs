using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace HighTraffic.AppHost;

/// <summary>
/// Makes secrets of Compose: files beside the Compose file, mounted into the containers that need them. Without one nothing starts. Compose
/// could take them from the environment too, but not for a container with a read-only file system (docker/compose#12031).
/// </summary>
internal static class ComposeSecrets
{
    /// <summary>Makes a mounted file of each variable that is a secret. One that has a secret in it names the file in its place.</summary>
    public static void MoveToFiles(ComposeFile file, IReadOnlyList<ParameterResource> secrets)
    {
        foreach (var service in file.Services.Values)
        {
            foreach (var (name, value) in service.Environment.ToList())
            {
                foreach (var secret in secrets.Where(secret => value.Contains(Reference(secret), StringComparison.Ordinal)))
                {
                    var isWhole = value == Reference(secret);
                    if (isWhole)
                    {
                        service.Environment.Remove(name);
                    }
                    else
                    {
                        service.Environment[name] = value.Replace(Reference(secret), $"{{{secret.Name}}}", StringComparison.Ordinal);
                    }

                    Mount(service, secret, isWhole ? name : secret.Name);
                    file.Secrets[secret.Name] = new Secret { File = $"./secrets/{secret.Name}" };
                }
            }
        }
    }

    /// <summary>The variable that the publisher makes of a parameter.</summary>
    public static string Variable(ParameterResource parameter) => parameter.Name.ToUpperInvariant().Replace('-', '_');

    private static string Reference(ParameterResource secret) => $"${{{Variable(secret)}}}";

    private static void Mount(Service service, ParameterResource secret, string target)
    {
        if (service.Secrets.TrueForAll(mounted => mounted.Target != target))
        {
            service.Secrets.Add(new SecretReference { Source = secret.Name, Target = target });
        }
    }
}
