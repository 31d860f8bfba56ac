using System.Diagnostics;
using System.Net;
using Aspire.Hosting.Testing;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;

namespace HighTraffic.Tests.Security;

/// <summary>Runs the command that manages keys, as an operator does.</summary>
internal static class KeyProgram
{
    private static readonly string Program = Path.Combine(
        Path.GetDirectoryName(new Projects.HighTraffic_Migrations().ProjectPath)!,
        "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "HighTraffic.Migrations");

    /// <summary>Creates a key.</summary>
    /// <returns>Its text.</returns>
    public static async Task<string> CreateKeyAsync(this RunningApp app, string name, string scopes, params string[] more)
    {
        var (code, output) = await app.KeysAsync(["create", "--name", name, "--scopes", scopes, .. more]);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>Waits until all replicas know a key.</summary>
    /// <param name="app">The app.</param>
    /// <param name="key">Its text.</param>
    /// <param name="path">A path that the key may read; it is requested from each replica at least once.</param>
    public static async Task EverywhereKnownAsync(this RunningApp app, string key, string path)
    {
        for (var number = 1; number <= RunningApp.Replicas; number++)
        {
            using var replica = app.Client(number);
            replica.DefaultRequestHeaders.Add("X-Api-Key", key);
            await Eventually.GetAsync(
                async () =>
                {
                    using var response = await replica.GetAsync(path);
                    return response.StatusCode;
                },
                status => status == HttpStatusCode.OK);
        }
    }

    /// <summary>Revokes a key.</summary>
    public static async Task RevokeKeyAsync(this RunningApp app, string text)
    {
        var (code, output) = await app.KeysAsync(["revoke", await app.KeyIdAsync(text)]);
        Assert.True(code == 0, output);
    }

    /// <summary>The id under which a key is listed.</summary>
    public static async Task<string> KeyIdAsync(this RunningApp app, string text)
    {
        var (_, list) = await app.KeysAsync(["list"]);
        Assert.DoesNotContain(text, list, StringComparison.Ordinal);
        return list.Split('\n').Single(line => line.Contains($"\t{text[..8]}…\t", StringComparison.Ordinal)).Split('\t')[0];
    }

    /// <summary>Runs a command.</summary>
    /// <returns>Its exit code and its output.</returns>
    public static async Task<(int Code, string Output)> KeysAsync(this RunningApp app, string[] arguments, string input = "", bool withRedis = true)
    {
        var start = new ProcessStartInfo(Program, ["keys", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[$"ConnectionStrings__{ResourceNames.Database}"] = await app.App.GetConnectionStringAsync(ResourceNames.Database);
        start.Environment[$"ConnectionStrings__{ResourceNames.Cache}"] = withRedis ? await app.App.GetConnectionStringAsync(ResourceNames.Cache) : "";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (output + await error).Trim());
    }
}
