using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace HighTraffic.Bench.Load;

/// <summary>Sends load with <c>wrk</c> (https://github.com/wg/wrk). It is a closed loop: each connection waits for its response.</summary>
internal static class Wrk
{
    private const int Threads = 2;
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Load", "wrk.lua");

    /// <summary>Checks that <c>wrk</c> is installed.</summary>
    /// <exception cref="BenchException">It is not; the message says how to install it.</exception>
    public static async Task RequireAsync()
    {
        try
        {
            await Cli.Wrap("wrk").WithArguments("-v").WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        }
        catch (Win32Exception)
        {
            throw new BenchException("wrk, which sends the load, is missing. Install it (Debian and Ubuntu: apt-get install wrk; macOS: brew install wrk).");
        }
    }

    /// <summary>Sends a request repeatedly.</summary>
    /// <param name="request">The request.</param>
    /// <param name="address">Where to.</param>
    /// <param name="rows">How many rows there are, for a request that varies by row.</param>
    /// <param name="connections">How many connections.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cancellationToken">Stops the load.</param>
    /// <returns>The result of the run.</returns>
    public static async Task<WrkResult> RunAsync(Request request, Uri address, int rows, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var result = await Cli.Wrap("wrk").WithArguments(arguments =>
        {
            arguments.Add("-t").Add(Math.Min(Threads, connections)).Add("-c").Add(connections)
                .Add("-d").Add(string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0}s"))
                .Add("--timeout").Add("30s").Add("-s").Add(Script);
            foreach (var (name, value) in request.Headers)
            {
                arguments.Add("-H").Add($"{name}: {value}");
            }

            // A request that never changes costs wrk the least.
            arguments.Add((request.VariesByRow ? address : new Uri(address, request.Path)).AbsoluteUri).Add("--").Add(request.Method.Method)
                .Add(request.Path).Add(request.VariesByRow ? rows : 0);
            if (request.Body is { } body)
            {
                arguments.Add(body);
            }
        }).ExecuteBufferedAsync(cancellationToken);
        var json = result.StandardOutput.Split('\n').Last(line => line.StartsWith('{'));
        return JsonSerializer.Deserialize<WrkResult>(json, JsonSerializerOptions.Web)!;
    }
}
