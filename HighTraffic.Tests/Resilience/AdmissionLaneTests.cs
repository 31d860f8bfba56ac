using HighTraffic.Api.Resilience;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace HighTraffic.Tests.Resilience;

public sealed class AdmissionLaneTests
{
    private readonly FakeTimeProvider _time = new();
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_free_place_is_given_at_once_and_again_when_the_work_is_over()
    {
        using var lane = new AdmissionLane(places: 1, queued: 0, Long, _time);
        (await lane.TryEnterAsync(Budget()))!.Dispose();
        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        Assert.Null(await lane.TryEnterAsync(Budget()));
    }

    [Fact]
    public async Task Those_who_wait_get_places_in_their_order_and_whoever_finds_the_queue_full_is_refused_at_once()
    {
        using var lane = new AdmissionLane(places: 1, queued: 2, Long, _time);
        var first = await lane.TryEnterAsync(Budget());
        var second = lane.TryEnterAsync(Budget()).AsTask();
        var third = lane.TryEnterAsync(Budget()).AsTask();
        var fourth = lane.TryEnterAsync(Budget());
        Assert.True(fourth.IsCompleted);
        Assert.Null(await fourth);
        first!.Dispose();
        (await second)!.Dispose();
        Assert.NotNull(await third);
    }

    [Fact]
    public async Task When_work_takes_long_nobody_waits_who_would_not_be_served_soon()
    {
        using var lane = new AdmissionLane(places: 1, queued: 100, Long, _time);
        using (await lane.TryEnterAsync(Budget()))
        {
            // A tenth of the newest time counts, so the next is expected to wait for 1.1 s: longer than anybody waits.
            _time.Advance(TimeSpan.FromSeconds(11));
        }

        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        var refused = lane.TryEnterAsync(Budget());
        Assert.True(refused.IsCompleted);
        Assert.Null(await refused);
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_the_queue()
    {
        using var lane = new AdmissionLane(places: 1, queued: 10, Long, _time);
        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        using var gone = new CancellationTokenSource();
        var waiting = lane.TryEnterAsync(Budget(gone.Token)).AsTask();
        await gone.CancelAsync();
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task A_request_without_time_left_does_not_wait()
    {
        using var lane = new AdmissionLane(places: 1, queued: 10, TimeSpan.FromTicks(1), _time);
        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        var refused = lane.TryEnterAsync(Budget());
        Assert.True(refused.IsCompleted);
        Assert.Null(await refused);
    }

    private static RequestBudget Budget(CancellationToken clientGone = default) => RequestBudget.Of(new DefaultHttpContext { RequestAborted = clientGone });
}
