using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HighTraffic.Deployment.Tests.Azure;

public sealed class InfrastructureTests
{
    [BicepFact]
    public async Task It_compiles_without_a_warning()
    {
        var start = new ProcessStartInfo(BicepFactAttribute.Program!, ["build", Repository.PathOf("infra", "main.bicep"), "--stdout"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
        };
        using var process = Process.Start(start)!;
        var (output, messages) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal("", await messages);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("Microsoft.App/managedEnvironments", await output, StringComparison.Ordinal);
    }

    [Fact]
    public void Connections_are_made_as_the_app_model_makes_them()
    {
        var project = File.ReadAllText(Path.Combine(Repository.Project("AppHost"), "ProjectExtensions.cs"));
        var format = Match(project, @"Maximum Pool Size=\{pool\.Maximum\};([^""]+)""");
        var options = Regex.Replace(format, @"\{(\w+)\}", match => Match(project, $@"const int {match.Groups[1].Value} = ([\d_]+);").Replace("_", "", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.Equal(options, Match(File.ReadAllText(Repository.PathOf("infra", "resources.bicep")), "var connectionOptions = '([^']+)'"));
    }

    private static string Match(string text, string pattern)
    {
        var match = Regex.Match(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(match.Success, $"There is no match for {pattern}");
        return match.Groups[1].Value;
    }
}
