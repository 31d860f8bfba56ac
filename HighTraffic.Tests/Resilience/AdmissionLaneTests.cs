using HighTraffic.Api.Resilience;
using Microsoft.AspNetCore.Http;

namespace HighTraffic.Tests.Resilience;

public sealed class AdmissionLaneTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_free_place_is_given_at_once_and_again_when_the_work_is_over()
    {
        using var lane = new AdmissionLane(places: 1, queued: 0, Long);
        (await lane.TryEnterAsync(Budget()))!.Dispose();
        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        Assert.Null(await lane.TryEnterAsync(Budget()));
    }

    [Fact]
    public async Task The_newest_request_is_served_first_and_the_oldest_gives_way()
    {
        using var lane = new AdmissionLane(places: 1, queued: 2, Long);
        var first = await lane.TryEnterAsync(Budget());
        var oldest = lane.TryEnterAsync(Budget()).AsTask();
        var older = lane.TryEnterAsync(Budget()).AsTask();
        var newest = lane.TryEnterAsync(Budget()).AsTask();
        Assert.Null(await oldest);
        first!.Dispose();
        Assert.NotNull(await newest);
        Assert.Null(await older);
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_the_queue()
    {
        using var lane = new AdmissionLane(places: 1, queued: 10, Long);
        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        using var gone = new CancellationTokenSource();
        var waiting = lane.TryEnterAsync(Budget(gone.Token)).AsTask();
        await gone.CancelAsync();
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task A_request_without_time_left_does_not_wait()
    {
        using var lane = new AdmissionLane(places: 1, queued: 10, TimeSpan.FromTicks(1));
        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        var refused = lane.TryEnterAsync(Budget());
        Assert.True(refused.IsCompleted);
        Assert.Null(await refused);
    }

    private static RequestBudget Budget(CancellationToken clientGone = default) => RequestBudget.Of(new DefaultHttpContext { RequestAborted = clientGone });
}
