using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HighTraffic.Bench.Micro;

namespace HighTraffic.Bench.Commands;

/// <summary>Measures the API's own hot paths with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--output") { Description = "The folder for the report.", DefaultValueFactory = _ => new DirectoryInfo("bench-results") };
        var command = new Command("micro", "Measures the API's own hot paths, with their allocations.") { output };
        command.SetAction(parsed =>
        {
            // In this process, because the types are internal to the API, and no project has to be created and built.
            BenchmarkRunner.Run<HotPieces>(DefaultConfig.Instance
                .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
                .WithArtifactsPath(parsed.GetValue(output)!.FullName));
            return 0;
        });
        return command;
    }
}
