using System.Diagnostics;

namespace HighTraffic.Deployment.Tests.Published;

/// <summary>The AppHost that was built together with the tests.</summary>
internal static class AppHost
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string Project = Repository.Project("AppHost");
    private static readonly string Output = Path.Combine([Project, "bin", .. AppContext.BaseDirectory.TrimEnd('/', '\\').Split('/', '\\')[^2..]]);

    /// <summary>Whether it was built with the publishers of nuget.org.</summary>
    public static bool Publishes => File.Exists(Path.Combine(Output, "Aspire.Hosting.Kubernetes.dll"));

    /// <summary>Publishes for a target with the default settings, except for those given, whose names omit the section.</summary>
    /// <returns>The folder with the files. Paths relative to it are the same on every machine.</returns>
    public static async Task<string> PublishAsync(string target, params string[] settings)
    {
        var folder = Path.Combine(Project, "bin", "published", settings.Length == 0 ? target : $"{target}-changed");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        string[] how = target == "Azure"
            ? ["--publisher", "manifest", "--output-path", Path.Combine(folder, "manifest.json")]
            : ["--operation", "publish", "--step", "publish", "--output-path", folder];
        await RunAsync([Path.Combine(Output, $"{Path.GetFileName(Project)}.dll"), .. how, $"--{Section}:Target={target}", $"--{Section}:Port=8080", .. settings.Select(setting => $"--{Section}:{setting}")]);
        return folder;
    }

    // The section of the configuration has the name of the solution, without its dots.
    private static string Section => Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Repository.Root, "*.sln").Single()).Replace(".", "", StringComparison.Ordinal);

    private static async Task RunAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}{Environment.NewLine}{await output}{await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Publishing took longer than {Limit}.");
        }
    }
}
