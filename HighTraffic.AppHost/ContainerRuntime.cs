using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace HighTraffic.AppHost;

/// <summary>What a container runtime says when it is asked.</summary>
/// <param name="Name">The program: <c>docker</c> or <c>podman</c>.</param>
/// <param name="Problem">Why Aspire cannot use it; null if it can.</param>
internal sealed record ContainerRuntime(string Name, string? Problem)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public bool IsUsable => Problem is null;

    /// <summary>Asks the runtimes in the order in which Aspire would, or the one that its setting names, and takes the first usable one.</summary>
    public static ContainerRuntime Find(IConfiguration configuration)
    {
        string[] names = (configuration["ASPIRE_CONTAINER_RUNTIME"] ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"]) is { Length: > 0 } name ? [name] : ["docker", "podman"];
        var asked = names.Select(Ask).ToArray();
        return Array.Find(asked, runtime => runtime.IsUsable) ?? asked[0] with { Problem = string.Join("; ", asked.Select(runtime => runtime.Problem)) };
    }

    // Aspire's tunnel from containers to this machine reads the containers of a network, which old versions of Podman do not list.
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
