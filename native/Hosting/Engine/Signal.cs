using System.Runtime.InteropServices;

namespace Aspire.Hosting.Engine;

/// <summary>The signals that end a process, and the one that lets it go on, by their numbers on Linux.</summary>
internal enum Signal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
}

/// <summary>Sends signals.</summary>
internal static partial class Signals
{
    /// <summary>Sends a signal to a process; one that has ended already is not an error.</summary>
    public static void Send(int processId, Signal signal) => _ = Kill(processId, (int)signal);

    /// <summary>Sends a signal to every process of a group.</summary>
    public static void SendToGroup(int groupId, Signal signal) => _ = Kill(-groupId, (int)signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
