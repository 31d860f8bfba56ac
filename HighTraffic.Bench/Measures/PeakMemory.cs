using System.Globalization;

namespace HighTraffic.Bench.Measures;

/// <summary>The most memory that a process has held, from <c>/proc</c>.</summary>
internal static class PeakMemory
{
    /// <summary>Begins anew at what the process holds now (proc_pid_clear_refs(5)).</summary>
    public static void Reset(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    /// <summary>The most since then, in bytes.</summary>
    public static long Of(int process)
    {
        const string Line = "VmHWM:";
        var peak = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(Line, StringComparison.Ordinal));
        return 1024 * long.Parse(peak[Line.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}
