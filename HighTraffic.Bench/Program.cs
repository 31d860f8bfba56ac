using System.CommandLine;
using HighTraffic.Bench;
using HighTraffic.Bench.Commands;
using Spectre.Console;

var root = new RootCommand("Measures the effect of each technique of HighTraffic on this machine.");
RunCommand.AddTo(root);
root.Add(CompareCommand.Create());
root.Add(CapacityCommand.Create());
root.Add(MicroCommand.Create());
try
{
    // Time to stop the started systems after Ctrl+C or SIGTERM.
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
}
catch (BenchException exception)
{
    AnsiConsole.MarkupLineInterpolated($"[red]{exception.Message}[/]");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
