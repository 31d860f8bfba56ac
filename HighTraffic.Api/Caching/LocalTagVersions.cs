namespace HighTraffic.Api.Caching;

/// <summary>
/// Counts the evictions that this process knows of, by tag, to tell whether an entry in its memory has been evicted. The number of counters is
/// fixed. Tags that share one evict each other's entries, which only costs a request to Redis.
/// </summary>
internal sealed class LocalTagVersions
{
    private readonly long[] _counts = new long[4096];

    /// <summary>The counters of tags.</summary>
    public int[] SlotsOf(string[] tags) => Array.ConvertAll(tags, Slot);

    /// <summary>The sum of counters. It changes with each eviction of one of the tags.</summary>
    public long Sum(int[] slots)
    {
        var sum = 0L;
        foreach (var slot in slots)
        {
            sum += Volatile.Read(ref _counts[slot]);
        }

        return sum;
    }

    /// <summary>Counts an eviction.</summary>
    public void Advance(string tag) => Interlocked.Increment(ref _counts[Slot(tag)]);

    private int Slot(string tag) => (int)((uint)tag.GetHashCode(StringComparison.Ordinal) % (uint)_counts.Length);
}
