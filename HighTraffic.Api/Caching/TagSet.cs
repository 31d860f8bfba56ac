using HighTraffic.Core.Caching;

namespace HighTraffic.Api.Caching;

/// <summary>
/// The tags whose eviction is still owed to Redis, deduplicated and in bounded memory. A tag stays owed while it is being evicted, so that <see
/// cref="IsEmpty"/> is never true too early.
/// </summary>
internal sealed class TagSet
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private HashSet<string> _waiting = [];
    private string[] _taken = [];
    private volatile bool _isEmpty = true;

    /// <summary>Whether nothing is owed.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>Adds tags.</summary>
    public void Add(string[] tags)
    {
        lock (_lock)
        {
            _waiting.UnionWith(tags);
            if (_waiting.Count > Most)
            {
                _waiting = [CacheTags.All];
            }

            _isEmpty = false;
        }
    }

    /// <summary>Takes all tags to evict them. Call <see cref="Complete"/> afterwards.</summary>
    public string[] Take()
    {
        lock (_lock)
        {
            _taken = [.. _waiting];
            _waiting = [];
            return _taken;
        }
    }

    /// <summary>Ends what <see cref="Take"/> began.</summary>
    /// <param name="evicted">Whether Redis executed the evictions; if not, they stay owed.</param>
    public void Complete(bool evicted)
    {
        lock (_lock)
        {
            if (!evicted)
            {
                Add(_taken);
            }

            _taken = [];
            _isEmpty = _waiting.Count == 0;
        }
    }
}
