using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using CliWrap;
using CliWrap.Buffered;
using HighTraffic.Bench.Commands;

namespace HighTraffic.Bench.Reports;

/// <summary>Where and when the benchmark ran.</summary>
/// <param name="At">When.</param>
/// <param name="Cores">Processors.</param>
/// <param name="LoadBefore">The load average of the minute before the run.</param>
/// <param name="Versions">The versions of the programs, by name.</param>
/// <param name="Products">Products in the database.</param>
/// <param name="Connections">Connections that send the load.</param>
/// <param name="Seconds">The length of a run.</param>
/// <param name="Runs">Runs of each variant.</param>
internal sealed record MachineReport(
    DateTimeOffset At, int Cores, double LoadBefore, IReadOnlyDictionary<string, string> Versions, int Products, int Connections, double Seconds, int Runs)
{
    /// <summary>Reads the machine's state before the load.</summary>
    public static async Task<MachineReport> ReadAsync(BenchOptions options, CancellationToken cancellationToken) => new(
        DateTimeOffset.UtcNow,
        Environment.ProcessorCount,
        await LoadAsync(cancellationToken),
        new Dictionary<string, string>
        {
            ["HighTraffic"] = typeof(MachineReport).Assembly.GetName().Version!.ToString(3),
            [".NET"] = Environment.Version.ToString(),
            ["system"] = RuntimeInformation.OSDescription,
            ["nginx"] = await VersionAsync("nginx", "-v"),
            ["Redis"] = await VersionAsync("redis-server", "--version"),
            ["wrk"] = await VersionAsync("wrk", "-v"),
            ["gunicorn"] = await VersionAsync("gunicorn", "--version"),
        }.Where(version => version.Key != "gunicorn" || options.Peer is not null).ToDictionary(),
        options.Products, options.Connections, options.Duration.TotalSeconds, options.Runs);

    private static async Task<double> LoadAsync(CancellationToken cancellationToken) => File.Exists("/proc/loadavg")
        ? double.Parse((await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0], CultureInfo.InvariantCulture)
        : 0;

    private static async Task<string> VersionAsync(string program, string argument)
    {
        try
        {
            var result = await Cli.Wrap(program).WithArguments(argument).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            return (result.StandardOutput + result.StandardError).Split('\n')[0].Trim();
        }
        catch (Win32Exception)
        {
            return "in a container";
        }
    }
}
