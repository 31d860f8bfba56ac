using CliWrap;

namespace Aspire.Hosting.Engine;

/// <summary>A process that this one started, and the group of those that it started itself.</summary>
internal sealed class ChildProcess
{
    /// <summary>How long a process may take to end when it is asked to.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    private readonly ProcessSpec _spec;

    public ChildProcess(CommandTask<CommandResult> running, ProcessSpec spec, Guardian guardian)
    {
        _spec = spec;
        Id = running.ProcessId;
        Exited = WaitForExitAsync(running.Task, guardian);
    }

    public int Id { get; }

    /// <summary>Ends with the exit code when the process and all of its group are gone.</summary>
    public Task<int> Exited { get; }

    /// <summary>Asks the process to end, and ends it and its group by force after a while.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (!Exited.IsCompleted)
        {
            Signals.Send(Id, _spec.StopSignal);

            // One that was suspended would hear of it only then.
            Signals.SendToGroup(Id, Signal.Continue);
            if (await Task.WhenAny(Exited, Task.Delay(patience)) != Exited)
            {
                Signals.SendToGroup(Id, Signal.Kill);
            }
        }

        await Exited;
    }

    private async Task<int> WaitForExitAsync(Task<CommandResult> running, Guardian guardian)
    {
        // The pipes stay open as long as anyone of the group lives, and some outlive their parent (Nginx's workers do).
        while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200))) != running)
        {
            if (HasEnded(Id))
            {
                Signals.SendToGroup(Id, Signal.Kill);
            }
        }

        var result = await running;
        Signals.SendToGroup(Id, Signal.Kill);
        guardian.Forget(Id);
        return result.ExitCode;
    }

    private static bool HasEnded(int processId)
    {
        try
        {
            // The state follows the name, which is in parentheses and may hold anything (proc_pid_stat(5)).
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }
}
