using System.Collections.Concurrent;
using System.Globalization;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>Gives each process a colour, the same on every page.</summary>
public sealed class Palette
{
    private const int Colors = 10;
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The class of a process' colour.</summary>
    /// <param name="name">The process.</param>
    /// <returns>The class.</returns>
    public string ClassOf(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"c{_numbers.GetOrAdd(name, _ => _numbers.Count) % Colors}");
}
