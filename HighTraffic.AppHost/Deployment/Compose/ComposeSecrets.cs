using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace HighTraffic.AppHost;

/// <summary>
/// Turns secrets into Compose secrets: files beside the Compose file, mounted into the containers that need them. Nothing starts if one is
/// missing. Compose can also read them from the environment, but not for containers with a read-only file system (docker/compose#12031).
/// </summary>
internal static class ComposeSecrets
{
    /// <summary>
    /// Replaces each variable that is a secret with a mounted file. In a variable that contains a secret, the name of the file replaces it.
    /// </summary>
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

    /// <summary>The name of the variable that the publisher creates for a parameter.</summary>
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
