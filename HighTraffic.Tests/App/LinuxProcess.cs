using System.Diagnostics;
using System.Globalization;

namespace HighTraffic.Tests.App;

/// <summary>Information about Linux processes, and signals to them.</summary>
internal static class LinuxProcess
{
    /// <summary>A process and its descendants.</summary>
    public static IEnumerable<int> WithDescendants(int process)
    {
        var children = All().Select(id => (Id: id, Stat: Stat(id))).Where(child => child.Stat is not null).ToLookup(child => child.Stat!.Value.Parent, child => child.Id);
        return Tree(process);
        IEnumerable<int> Tree(int id) => [id, .. children[id].SelectMany(Tree)];
    }

    /// <summary>The processes that have inherited an environment variable.</summary>
    public static int[] WithVariable(string name, string value) => [.. All().Where(id => ReadOrNull($"/proc/{id}/environ") is { } variables
        && variables.Split('\0').Contains($"{name}={value}") && IsAlive(id))];

    /// <summary>Whether a process runs. An ended process stays a zombie until its parent waits for it.</summary>
    public static bool IsAlive(int process) => Stat(process) is { State: not 'Z' };

    /// <summary>Sends a signal to processes.</summary>
    public static async Task SignalAsync(string signal, params int[] processes)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
    }

    private static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, out var id) ? id : 0).Where(id => id > 0);

    // proc_pid_stat(5): the name is in parentheses and may contain any character; state and parent follow it.
    private static (char State, int Parent)? Stat(int process)
    {
        if (ReadOrNull($"/proc/{process}/stat") is not { Length: > 0 } stat)
        {
            return null;
        }

        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
