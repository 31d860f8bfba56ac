using HighTraffic.Api.Caching;

namespace HighTraffic.Tests.Caching;

public sealed class TagSetTests
{
    private readonly TagSet _owed = new();

    [Fact]
    public void Tags_stay_owed_until_their_eviction_is_complete()
    {
        Assert.True(_owed.IsEmpty);
        _owed.Add(["a"]);
        Assert.Equal(["a"], _owed.Take());
        Assert.False(_owed.IsEmpty);
        _owed.Complete(evicted: true);
        Assert.True(_owed.IsEmpty);
    }

    [Fact]
    public void An_eviction_that_failed_is_owed_with_all_that_came_since()
    {
        _owed.Add(["a"]);
        _owed.Take();
        _owed.Add(["b"]);
        _owed.Complete(evicted: false);
        Assert.False(_owed.IsEmpty);
        Assert.Equal(["a", "b"], _owed.Take().Order());
    }

    [Fact]
    public void What_comes_to_be_owed_during_an_eviction_is_owed_after_it()
    {
        _owed.Add(["a"]);
        _owed.Take();
        _owed.Add(["b"]);
        _owed.Complete(evicted: true);
        Assert.False(_owed.IsEmpty);
        Assert.Equal(["b"], _owed.Take());
    }
}
