using System.Globalization;

namespace HighTraffic.Bench.Measures;

/// <summary>The CPU time of processes and their descendants, from <c>/proc</c>.</summary>
internal static class ProcessTree
{
    // USER_HZ, which is 100 on all architectures that .NET supports (proc_pid_stat(5)).
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>A process and its descendants, oldest first.</summary>
    public static IReadOnlyList<int> Of(int process)
    {
        var children = ReadAll().ToLookup(stat => stat.Parent, stat => stat.Id);
        return [.. WithDescendants(process)];

        IEnumerable<int> WithDescendants(int id) => children[id].SelectMany(WithDescendants).Prepend(id);
    }

    /// <summary>The CPU times by the name of a part.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> TimesOf(IEnumerable<(string Part, int? Process)> parts)
    {
        var stats = ReadAll();
        var children = stats.ToLookup(stat => stat.Parent);
        var byId = stats.ToDictionary(stat => stat.Id);
        return parts.Where(part => part.Process is { } id && byId.ContainsKey(id))
            .GroupBy(part => part.Part)
            .ToDictionary(group => group.Key, group => Tick * group.Sum(part => Ticks(byId[part.Process!.Value], children)));
    }

    private static long Ticks(Stat stat, ILookup<int, Stat> children) => stat.Ticks + children[stat.Id].Sum(child => Ticks(child, children));

    private static Stat[] ReadAll() => !Directory.Exists("/proc/self")
        ? []
        : [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, out var id) ? Read(id) : null).OfType<Stat>()];

    // Fields 4 (parent) and 14 to 17 (time of the process and of its children that have ended). The name before them may contain any character.
    private static Stat? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new Stat(id, Number(fields[1]), fields[11..15].Sum(Number));
        }
        catch (IOException)
        {
            return null;
        }

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private sealed record Stat(int Id, int Parent, long Ticks);
}
