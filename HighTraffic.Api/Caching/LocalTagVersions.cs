namespace HighTraffic.Api.Caching;

/// <summary>
/// Counts the evictions of each tag in this process, so that an answer that is held here is known to be evicted. The counters
/// are of a fixed number, however many tags there are: two tags that share one evict each other's answers, which costs a look
/// into Redis and nothing else.
/// </summary>
internal sealed class LocalTagVersions
{
    private readonly long[] _counts = new long[4096];

    /// <summary>The counters of tags.</summary>
    public int[] SlotsOf(string[] tags) => Array.ConvertAll(tags, Slot);

    /// <summary>What the counters come to. It changes with each eviction of one of the tags.</summary>
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
