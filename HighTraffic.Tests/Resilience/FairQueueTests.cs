using HighTraffic.Api.Resilience;

namespace HighTraffic.Tests.Resilience;

public sealed class FairQueueTests
{
    private const int Clients = 5;
    private readonly FairQueue<int> _queue = new();

    [Fact]
    public void A_client_that_comes_again_waits_for_a_turn_of_each_other_client()
    {
        foreach (var (client, item) in new[] { ("a", 1), ("a", 2), ("b", 3), ("c", 4), ("b", 5) })
        {
            _queue.Enqueue(client, item);
        }

        Assert.Equal([1, 3], [Dequeued(), Dequeued()]);
        _queue.Enqueue("d", 6);
        Assert.Equal([4, 2, 5, 6], [Dequeued(), Dequeued(), Dequeued(), Dequeued()]);
        Assert.False(_queue.TryDequeue(out _));
    }

    [Fact]
    public void One_that_has_left_is_not_served_and_leaves_once()
    {
        var first = _queue.Enqueue("a", 1);
        _queue.Enqueue("a", 2);
        Assert.True(_queue.Remove(first));
        Assert.False(_queue.Remove(first));
        Assert.Equal(2, Dequeued());
        Assert.Equal((0, 0, 0), (_queue.Count, _queue.Clients, _queue.LongestCount));
    }

    [Fact]
    public void Whatever_comes_and_goes_the_counts_are_right_and_within_a_client_the_order_is_that_of_arrival()
    {
        var random = new Random(1);
        var waiting = Enumerable.Range(0, Clients).Select(_ => new List<(int Item, FairQueue<int>.Node Node)>()).ToArray();
        for (var item = 0; item < 20_000; item++)
        {
            var lines = waiting.Where(line => line.Count > 0).ToArray();
            switch (random.Next(lines.Length == 0 ? 1 : 5))
            {
                case 0 or 1:
                    var client = random.Next(Clients);
                    waiting[client].Add((item, _queue.Enqueue($"{client}", item)));
                    break;
                case 2:
                    var next = Dequeued();
                    lines.Single(line => line[0].Item == next).RemoveAt(0);
                    break;
                case 3:
                    var most = lines.Max(line => line.Count);
                    var newest = _queue.RemoveNewestOfLongest();
                    lines.Single(line => line[^1].Item == newest && line.Count == most).RemoveAt(most - 1);
                    break;
                default:
                    var left = lines[random.Next(lines.Length)];
                    var index = random.Next(left.Count);
                    Assert.True(_queue.Remove(left[index].Node));
                    left.RemoveAt(index);
                    break;
            }

            Assert.Equal(
                (waiting.Sum(line => line.Count), waiting.Count(line => line.Count > 0), waiting.Max(line => line.Count)),
                (_queue.Count, _queue.Clients, _queue.LongestCount));
        }
    }

    private int Dequeued()
    {
        Assert.True(_queue.TryDequeue(out var item));
        return item;
    }
}
