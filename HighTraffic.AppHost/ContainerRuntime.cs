using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace HighTraffic.AppHost;

/// <summary>The state of a container runtime.</summary>
/// <param name="Name">The program: <c>docker</c> or <c>podman</c>.</param>
/// <param name="Problem">Why Aspire cannot use it; null if it can.</param>
internal sealed record ContainerRuntime(string Name, string? Problem)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public bool IsUsable => Problem is null;

    /// <summary>Finds the first usable runtime, in Aspire's own order, or checks the one in Aspire's setting.</summary>
    public static ContainerRuntime Find(IConfiguration configuration)
    {
        string[] names = (configuration["ASPIRE_CONTAINER_RUNTIME"] ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"]) is { Length: > 0 } name ? [name] : ["docker", "podman"];
        var asked = names.Select(Ask).ToArray();
        return Array.Find(asked, runtime => runtime.IsUsable) ?? asked[0] with { Problem = string.Join("; ", asked.Select(runtime => runtime.Problem)) };
    }

    // Aspire's tunnel from containers to the host needs the list of a network's containers, which old versions of Podman omit.
    private static ContainerRuntime Ask(string name)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(name, ["network", "inspect", name == "podman" ? "podman" : "bridge"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Limit))
            {
                process.Kill();
                return new ContainerRuntime(name, $"{name} does not answer");
            }

            var problem = process.ExitCode != 0 ? $"{name} does not answer"
                : output.Result.Contains("\"containers\"", StringComparison.OrdinalIgnoreCase) ? null
                : $"this version of {name} is too old for Aspire";
            return new ContainerRuntime(name, problem);
        }
        catch (Win32Exception)
        {
            return new ContainerRuntime(name, $"{name} is not installed");
        }
    }
}
