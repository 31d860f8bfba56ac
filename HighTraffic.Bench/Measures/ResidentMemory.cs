using System.Globalization;

namespace HighTraffic.Bench.Measures;

/// <summary>The resident memory of a process, from <c>/proc</c>.</summary>
internal static class ResidentMemory
{
    /// <summary>The current size, in bytes.</summary>
    public static long Of(int process) => Read(process, "VmRSS:");

    /// <summary>Resets the peak to the current size (proc_pid_clear_refs(5)).</summary>
    public static void ResetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    /// <summary>The peak since the last reset, in bytes.</summary>
    public static long PeakOf(int process) => Read(process, "VmHWM:");

    private static long Read(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}
