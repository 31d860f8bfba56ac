using System.Text.RegularExpressions;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources;

namespace HighTraffic.AppHost;

/// <summary>Secrets come from the environment of whoever calls <c>docker compose</c>. They are in no file, and without one nothing starts.</summary>
internal static partial class ComposeSecrets
{
    /// <summary>Makes Compose refuse to start while a variable that has no default is not set or empty; all of these are secrets.</summary>
    public static void Require(ComposeFile file)
    {
        foreach (var service in file.Services.Values)
        {
            service.Environment = service.Environment.ToDictionary(
                variable => variable.Key, variable => Variable().Replace(variable.Value, "${$1:?is not set}"));
        }
    }

    /// <summary>Leaves them out of the file with the settings.</summary>
    public static void LeaveOut(IDictionary<string, CapturedEnvironmentVariable> variables)
    {
        foreach (var name in variables.Where(variable => variable.Value.Source is ParameterResource { Secret: true }).Select(variable => variable.Key).ToList())
        {
            variables.Remove(name);
        }
    }

    [GeneratedRegex(@"\$\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
