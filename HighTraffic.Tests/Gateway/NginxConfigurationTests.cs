using System.Diagnostics;
using HighTraffic.Contracts;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Gateway;

[Collection(SharedApp.Name)]
public sealed class NginxConfigurationTests(RunningApp app)
{
    [Fact]
    public async Task Nginx_finds_nothing_to_object_to_in_its_configuration()
    {
        // A copy of what the running one was started with, since the test opens its logs and writes its pid file.
        var copy = Directory.CreateTempSubdirectory("nginx-test-");
        try
        {
            var running = $"/proc/{app.ProcessId(ResourceNames.Gateway)}";
            Copy(new DirectoryInfo($"{running}/cwd/"), copy);
            var (exitCode, output) = await TestAsync($"{running}/exe", copy.FullName);
            Assert.True(exitCode == 0, output);
            Assert.Contains("test is successful", output, StringComparison.Ordinal);
            Assert.DoesNotContain("[warn]", output, StringComparison.Ordinal);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> TestAsync(string program, string folder)
    {
        using var nginx = Process.Start(new ProcessStartInfo(program, ["-t", "-p", $"{folder}/", "-c", "nginx.conf", "-e", "stderr"])
        {
            RedirectStandardError = true,
        })!;
        var output = await nginx.StandardError.ReadToEndAsync();
        await nginx.WaitForExitAsync();
        return (nginx.ExitCode, output);
    }

    private static void Copy(DirectoryInfo source, DirectoryInfo target)
    {
        foreach (var folder in source.EnumerateDirectories())
        {
            Copy(folder, target.CreateSubdirectory(folder.Name));
        }

        foreach (var file in source.EnumerateFiles().Where(file => file.UnixFileMode.HasFlag(UnixFileMode.UserRead) && file.Extension != ".sock"))
        {
            file.CopyTo(Path.Combine(target.FullName, file.Name));
        }
    }
}
