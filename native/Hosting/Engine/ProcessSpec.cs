namespace Aspire.Hosting.Engine;

/// <summary>A process to start.</summary>
internal sealed record ProcessSpec
{
    public required string FileName { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingDirectory { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Whether the variables of this process are handed down too. A server gets only what is meant for it.</summary>
    public bool InheritsEnvironment { get; init; }

    /// <summary>The user to run as, for servers that refuse root.</summary>
    public string? User { get; init; }

    /// <summary>The signal that makes the program end cleanly.</summary>
    public Signal StopSignal { get; init; } = Signal.Terminate;

    /// <summary>The signal it gets when this process is gone.</summary>
    public Signal ParentDeathSignal { get; init; } = Signal.Terminate;

    /// <summary>The command line that starts the program in a session of its own and ties its life to this process.</summary>
    public IReadOnlyList<string> CommandLine()
    {
        var command = new List<string> { "setsid", "setpriv", "--pdeathsig", ParentDeathSignal == Signal.Interrupt ? "INT" : "TERM" };
        if (User is not null)
        {
            command.AddRange([$"--reuid={User}", $"--regid={User}", "--init-groups"]);
        }

        return [.. command, "--", FileName, .. Arguments];
    }
}
