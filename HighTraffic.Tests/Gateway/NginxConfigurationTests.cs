using System.Diagnostics;
using HighTraffic.Core;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Gateway;

[Collection(SharedApp.Name)]
public sealed class NginxConfigurationTests(RunningApp app)
{
    [Fact]
    public async Task Nginx_finds_nothing_to_object_to_in_its_configuration()
    {
        // Runs the app's script again, with the same variables except for the folder, because the test writes files there.
        var copy = Directory.CreateTempSubdirectory("nginx-test-");
        try
        {
            var running = app.ProcessId(ResourceNames.Gateway);
            var arguments = (await File.ReadAllTextAsync($"/proc/{running}/cmdline")).TrimEnd('\0').Split('\0');
            var start = new ProcessStartInfo(arguments[0], [.. arguments[1..], "-t"]) { RedirectStandardError = true };
            foreach (var variable in (await File.ReadAllTextAsync($"/proc/{running}/environ")).TrimEnd('\0').Split('\0').Select(variable => variable.Split('=', 2)))
            {
                start.Environment[variable[0]] = variable[1];
            }

            start.Environment["DATA"] = start.Environment["RUN"] = copy.FullName;
            start.Environment["KEEP_DATA"] = "True";
            using var nginx = Process.Start(start)!;
            var output = await nginx.StandardError.ReadToEndAsync();
            await nginx.WaitForExitAsync();
            Assert.True(nginx.ExitCode == 0, output);
            Assert.Contains("test is successful", output, StringComparison.Ordinal);
            Assert.DoesNotContain("[warn]", output, StringComparison.Ordinal);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
