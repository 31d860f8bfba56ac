using System.Collections.Concurrent;
using CliWrap;

namespace Aspire.Hosting.Engine;

/// <summary>
/// Starts processes, all from one thread that stays: the kernel takes the end of the thread that started a process for
/// the end of its parent (PR_SET_PDEATHSIG in prctl(2)).
/// </summary>
internal sealed class ProcessLauncher : IDisposable
{
    private readonly BlockingCollection<Action> _starts = [];
    private readonly Guardian _guardian;

    public ProcessLauncher(Guardian guardian)
    {
        _guardian = guardian;
        new Thread(() =>
        {
            foreach (var start in _starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "Process launcher" }.Start();
    }

    /// <summary>Starts a process.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="writeLine">Takes the lines that it writes, and whether they came by standard error.</param>
    /// <returns>The running process.</returns>
    /// <exception cref="DistributedApplicationException">It could not be started.</exception>
    public async Task<ChildProcess> StartAsync(ProcessSpec spec, Action<string, bool> writeLine)
    {
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() =>
        {
            try
            {
                var running = Command(spec, writeLine).ExecuteAsync();
                _guardian.Watch(running.ProcessId);
                started.SetResult(new ChildProcess(running, spec, _guardian));
            }
            catch (Exception exception)
            {
                started.SetException(new DistributedApplicationException($"{spec.FileName} could not be started: {exception.Message}", exception));
            }
        });
        return await started.Task;
    }

    /// <summary>Runs a process to its end.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="DistributedApplicationException">It failed; the message has what it wrote to standard error.</exception>
    public async Task RunAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        var errors = new ConcurrentQueue<string>();
        var process = await StartAsync(spec, (line, isError) =>
        {
            if (isError)
            {
                errors.Enqueue(line);
            }
        });
        try
        {
            await process.Exited.WaitAsync(cancellationToken);
        }
        finally
        {
            await process.StopAsync(ChildProcess.StopPatience);
        }

        if (await process.Exited != 0)
        {
            throw new DistributedApplicationException($"{spec.FileName} failed: {string.Join(' ', errors.Select(line => line.Trim()))}");
        }
    }

    public void Dispose() => _starts.CompleteAdding();

    private static Command Command(ProcessSpec spec, Action<string, bool> writeLine)
    {
        var commandLine = spec.CommandLine();
        return Cli.Wrap(commandLine[0])
            .WithArguments(commandLine.Skip(1))
            .WithWorkingDirectory(spec.WorkingDirectory)
            .WithEnvironmentVariables(Variables(spec))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => writeLine(line, false)))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line => writeLine(line, true)))
            .WithValidation(CommandResultValidation.None);
    }

    private static Dictionary<string, string?> Variables(ProcessSpec spec)
    {
        var variables = new Dictionary<string, string?>();
        if (!spec.InheritsEnvironment)
        {
            foreach (string name in Environment.GetEnvironmentVariables().Keys)
            {
                variables[name] = null;
            }

            variables["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
            variables["LANG"] = "C.UTF-8";
        }

        foreach (var (name, value) in spec.Environment)
        {
            variables[name] = value;
        }

        return variables;
    }
}
