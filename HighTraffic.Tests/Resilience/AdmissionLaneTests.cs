using System.Net;
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
        var lane = new AdmissionLane(slots: 1, queued: 0, Long, _time);
        (await lane.TryEnterAsync(Budget()))!.Dispose();
        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        Assert.Null(await lane.TryEnterAsync(Budget()));
    }

    [Fact]
    public async Task Those_who_wait_get_slots_in_their_order_and_whoever_finds_the_queue_full_is_refused_at_once()
    {
        var lane = new AdmissionLane(slots: 1, queued: 2, Long, _time);
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
        var lane = new AdmissionLane(slots: 1, queued: 100, Long, _time);
        using (await lane.TryEnterAsync(Budget()))
        {
            // The newest time counts for a tenth, so the next request would wait for 1.1 s, which is longer than allowed.
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
        var lane = new AdmissionLane(slots: 1, queued: 10, Long, _time);
        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        using var gone = new CancellationTokenSource();
        var waiting = lane.TryEnterAsync(Budget(clientGone: gone.Token)).AsTask();
        await gone.CancelAsync();
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task A_request_without_time_left_does_not_wait()
    {
        var lane = new AdmissionLane(slots: 1, queued: 10, TimeSpan.FromTicks(1), _time);
        Assert.NotNull(await lane.TryEnterAsync(Budget()));
        var refused = lane.TryEnterAsync(Budget());
        Assert.True(refused.IsCompleted);
        Assert.Null(await refused);
    }

    [Fact]
    public async Task Clients_that_wait_get_slots_in_turns()
    {
        var lane = new AdmissionLane(slots: 1, queued: 10, Long, _time);
        var slot = await lane.TryEnterAsync(Budget(client: 1));
        var waiting = Wait(lane, 1, 1, 1, 2, 3);
        Assert.Equal([0, 3, 4, 1, 2], await OrderAsync(slot!, waiting));
    }

    [Fact]
    public async Task Without_turns_slots_are_given_in_the_order_of_arrival()
    {
        var lane = new AdmissionLane(slots: 1, queued: 10, Long, _time, isFair: false);
        var slot = await lane.TryEnterAsync(Budget(client: 1));
        var waiting = Wait(lane, 1, 1, 1, 2, 3);
        Assert.Equal([0, 1, 2, 3, 4], await OrderAsync(slot!, waiting));
    }

    [Fact]
    public async Task When_the_queue_is_full_the_client_with_the_most_waiting_loses_its_newest()
    {
        var lane = new AdmissionLane(slots: 1, queued: 3, Long, _time);
        var slot = await lane.TryEnterAsync(Budget(client: 1));
        var waiting = Wait(lane, 1, 1, 1);
        var newcomer = lane.TryEnterAsync(Budget(client: 2)).AsTask();
        Assert.Null(await waiting[2]);
        Assert.False(newcomer.IsCompleted);

        // With one more request, the newcomer would have as many as the other client, so no slot is taken away.
        var another = lane.TryEnterAsync(Budget(client: 2));
        Assert.True(another.IsCompleted);
        Assert.Null(await another);
        Assert.Equal([0, 2, 1], await OrderAsync(slot!, [waiting[0], waiting[1], newcomer]));
    }

    [Fact]
    public async Task A_queue_that_takes_long_because_of_one_client_keeps_no_other_out()
    {
        var lane = new AdmissionLane(slots: 1, queued: 100, Long, _time);
        using (await lane.TryEnterAsync(Budget(client: 1)))
        {
            // Each is now expected to take 0.3 s, so three can wait within a second.
            _time.Advance(TimeSpan.FromSeconds(3));
        }

        var slot = await lane.TryEnterAsync(Budget(client: 1));
        var waiting = Wait(lane, 1, 1, 1, 1);
        Assert.Null(await waiting[3]);
        var newcomer = lane.TryEnterAsync(Budget(client: 2)).AsTask();
        Assert.Null(await waiting[2]);
        Assert.Equal([0, 2, 1], await OrderAsync(slot!, [waiting[0], waiting[1], newcomer]));
    }

    private static RequestBudget Budget(byte client = 0, CancellationToken clientGone = default) =>
        RequestBudget.Of(new DefaultHttpContext { RequestAborted = clientGone, Connection = { RemoteIpAddress = new IPAddress([10, 0, 0, client]) } });

    private static Task<IDisposable?>[] Wait(AdmissionLane lane, params byte[] clients) =>
        [.. clients.Select(client => lane.TryEnterAsync(Budget(client: client)).AsTask())];

    // Ends the work of one request after the other, and records which is next.
    private static async Task<List<int>> OrderAsync(IDisposable slot, Task<IDisposable?>[] waiting)
    {
        var order = new List<int>();
        while (order.Count < waiting.Length)
        {
            slot.Dispose();
            var next = await Task.WhenAny(waiting.Where((_, index) => !order.Contains(index)));
            order.Add(Array.IndexOf(waiting, next));
            slot = (await next)!;
        }

        return order;
    }
}
