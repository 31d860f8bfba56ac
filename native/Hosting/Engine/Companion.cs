namespace Aspire.Hosting.Engine;

/// <summary>A process beside a server, which goes on without it: one that ends is started again, and the last one ends with the server.</summary>
internal sealed class Companion
{
    private readonly ProcessSpec _spec;
    private readonly Func<ProcessSpec, Task<ChildProcess>> _start;
    private readonly Action<string> _tell;
    private ChildProcess _process;

    private Companion(ProcessSpec spec, Func<ProcessSpec, Task<ChildProcess>> start, Action<string> tell, ChildProcess process, CancellationToken serverEnded)
    {
        (_spec, _start, _tell, _process) = (spec, start, tell, process);
        Ended = KeepAsync(serverEnded);
    }

    /// <summary>Ends when the process has followed its server.</summary>
    public Task Ended { get; }

    /// <summary>Starts it.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="start">Starts a process.</param>
    /// <param name="tell">Takes a line for the log.</param>
    /// <param name="serverEnded">Tells that the server has ended.</param>
    public static async Task<Companion> StartAsync(
        ProcessSpec spec, Func<ProcessSpec, Task<ChildProcess>> start, Action<string> tell, CancellationToken serverEnded) =>
        new(spec, start, tell, await start(spec), serverEnded);

    private async Task KeepAsync(CancellationToken serverEnded)
    {
        try
        {
            await Restarts.Pipeline.ExecuteAsync(async token => await WatchAsync(token), serverEnded);
        }
        catch (OperationCanceledException) when (serverEnded.IsCancellationRequested)
        {
            await _process.StopAsync(ChildProcess.StopPatience);
        }
    }

    private async Task WatchAsync(CancellationToken serverEnded)
    {
        if (_process.Exited.IsCompleted)
        {
            _process = await _start(_spec);
        }

        var exitCode = await _process.Exited.WaitAsync(serverEnded);
        _tell($"{Path.GetFileName(_spec.FileName)} ended with exit code {exitCode}; starting it again");
        throw new CrashException();
    }
}
