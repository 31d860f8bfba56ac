using HighTraffic.Core.Caching;

namespace HighTraffic.Api.Caching;

/// <summary>Tags that something is still to be done about, each once, and however many there are in bounded memory.</summary>
internal sealed class TagSet
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private HashSet<string> _tags = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _tags.Count == 0;
            }
        }
    }

    public void Add(string[] tags)
    {
        lock (_lock)
        {
            _tags.UnionWith(tags);
            if (_tags.Count > Most)
            {
                _tags = [CacheTags.All];
            }
        }
    }

    /// <summary>Takes all tags out.</summary>
    public string[] Take()
    {
        lock (_lock)
        {
            string[] tags = [.. _tags];
            _tags = [];
            return tags;
        }
    }
}
