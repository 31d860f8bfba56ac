using HighTraffic.Native.Dashboard.Telemetry;

namespace Aspire.Hosting.Tests.Dashboard;

public sealed class LogStoreTests
{
    [Fact]
    public void When_it_is_full_the_oldest_records_go()
    {
        var store = new LogStore(10);
        store.Add(Enumerable.Range(1, 25).Select(number => Sample.Log($"line {number}", time: number)));
        var page = store.List(new LogFilter(), 0, 100);
        Assert.Equal(10, page.Held);
        Assert.Equal(["line 25", "line 16"], [page.Records[0].Message, page.Records[^1].Message]);
    }

    [Fact]
    public void Large_records_take_no_more_memory_than_is_given()
    {
        const int length = 1_000;
        var store = new LogStore(1_000, bytes: 10 * 2 * length);
        store.Add(Enumerable.Range(1, 100).Select(number => Sample.Log(new string('x', length), time: number)));
        Assert.InRange(store.List(new LogFilter(), 0, 100).Held, 5, 9);
    }

    [Fact]
    public void The_list_is_filtered()
    {
        var store = new LogStore(10);
        store.Add(
        [
            Sample.Log("Started"),
            Sample.Log("Slow", LogLevel.Warning, Sample.Worker, Sample.TraceId(7)) with { Attributes = [KeyValuePair.Create("task.type", "export")] },
            Sample.Log("Broken", LogLevel.Error),
        ]);
        Assert.Equal(["Broken", "Slow"], Messages(new LogFilter(AtLeast: LogLevel.Warning)));
        Assert.Equal(["Slow"], Messages(new LogFilter(Source: "worker-2")));
        Assert.Equal(["Slow"], Messages(new LogFilter(TraceId: Sample.TraceId(7))));
        Assert.Equal(["Slow"], Messages(new LogFilter(Text: "EXPORT")));
        Assert.Equal(3, Messages(new LogFilter(Text: "test.category")).Length);

        string[] Messages(LogFilter filter) => [.. store.List(filter, 0, 100).Records.Select(record => record.Message)];
    }
}
