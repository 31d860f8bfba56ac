using HighTraffic.Api.Caching;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HighTraffic.Tests.Caching;

public sealed class LocalCacheTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.UtcNow.AddHours(1);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(Noon.Year, Noon.Month, Noon.Day, Noon.Hour, 0, 0, TimeSpan.Zero));
    private readonly LocalTagVersions _versions = new();

    [Fact]
    public void An_answer_is_current_until_its_second_is_over()
    {
        using var cache = Cache();
        cache.Keep("key", Held("tag"));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.NotNull(cache.Find("key"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(cache.Find("key"));
        Assert.NotNull(cache.FindAny("key"));
    }

    [Fact]
    public void An_eviction_ends_the_answers_with_its_tag_only()
    {
        using var cache = Cache();
        cache.Keep("mine", Held("tag"));
        cache.Keep("other", Held("another"));
        _versions.Advance("tag");
        Assert.Null(cache.Find("mine"));
        Assert.Null(cache.FindAny("mine"));
        Assert.NotNull(cache.Find("other"));
    }

    [Fact]
    public void An_answer_that_an_eviction_overtook_is_never_current()
    {
        using var cache = Cache();
        var late = Held("tag");
        _versions.Advance("tag");
        cache.Keep("key", late);
        Assert.Null(cache.Find("key"));
    }

    [Fact]
    public void Who_waited_for_an_answer_gets_none_from_before_a_write_that_came_before_the_question()
    {
        var held = Held("tag");
        var begun = _time.GetUtcNow();
        Assert.True(held.IsNewEnough(begun, _versions));
        Assert.True(held.IsNewEnough(begun.AddSeconds(1.9), _versions));

        // The message of a write elsewhere may have been lost, but two seconds later the write must be visible.
        Assert.False(held.IsNewEnough(begun.AddSeconds(2), _versions));
        _versions.Advance("tag");
        Assert.True(held.IsNewEnough(begun, _versions));
        Assert.False(held.IsNewEnough(begun.AddTicks(1), _versions));
    }

    [Fact]
    public void Its_memory_is_bounded_however_many_answers_there_are()
    {
        using var cache = Cache();
        for (var i = 0; i < 10_000; i++)
        {
            cache.Keep($"{i}", Held("tag", size: 10_000));
        }

        var kept = Enumerable.Range(0, 10_000).Count(i => cache.Find($"{i}") is not null);
        Assert.InRange(kept, 1, 1024 * 1024 / 10_000);
    }

    [Fact]
    public void Without_memory_it_keeps_nothing()
    {
        using var cache = Cache(megabytes: 0);
        cache.Keep("key", Held("tag"));
        Assert.Null(cache.FindAny("key"));
    }

    private LocalCache Cache(int megabytes = 1) => new(Options.Create(new CacheOptions { LocalMegabytes = megabytes }), _versions, _time);

    private CacheEntry Held(string tag, int size = 10)
    {
        var slots = _versions.SlotsOf([tag]);
        var now = _time.GetUtcNow();
        return new CacheEntry(new CachedResponse("\"t\"", now, [], new byte[size]), now, TimeSpan.FromMinutes(1), slots, _versions.Sum(slots));
    }
}
