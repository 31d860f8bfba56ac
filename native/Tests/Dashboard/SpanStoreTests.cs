using HighTraffic.Native.Dashboard.Telemetry;

namespace Aspire.Hosting.Tests.Dashboard;

public sealed class SpanStoreTests
{
    [Fact]
    public void Spans_that_come_in_any_order_make_one_tree()
    {
        var store = new SpanStore(100);
        store.Add([Sample.Span(1, "d", "c", start: 30, duration: 5), Sample.Span(1, "c", "a", start: 20, duration: 20, source: Sample.Worker)]);
        store.Add([Sample.Span(1, "b", "a", start: 10, duration: 5), Sample.Span(1, "a", start: 0, duration: 50, name: "GET /")]);
        var trace = store.Find(Sample.TraceId(1))!;
        Assert.Equal([("a", 0), ("b", 1), ("c", 1), ("d", 2)], trace.Rows.Select(row => (row.Span.SpanId, row.Depth)));
        Assert.DoesNotContain(trace.Rows, row => row.IsOrphan);
        Assert.Equal("GET /", trace.Summary.Name);
        Assert.Equal(50 * Sample.Millisecond, trace.Summary.Duration);
        Assert.Equal([("worker-2", 1), ("api-1", 3)], trace.Summary.Spans.OrderBy(spans => spans.Count));
    }

    [Fact]
    public void A_span_without_its_parent_is_shown_until_the_parent_comes()
    {
        var store = new SpanStore(100);
        store.Add([Sample.Span(1, "b", "a", start: 10)]);
        Assert.True(Assert.Single(store.Find(Sample.TraceId(1))!.Rows).IsOrphan);
        store.Add([Sample.Span(1, "a", start: 0)]);
        Assert.Equal([0, 1], store.Find(Sample.TraceId(1))!.Rows.Select(row => row.Depth));
    }

    [Fact]
    public void Spans_that_are_each_others_parents_are_all_shown_once()
    {
        var store = new SpanStore(100);
        store.Add([Sample.Span(1, "a", "b"), Sample.Span(1, "b", "a"), Sample.Span(1, "c", "c")]);
        Assert.Equal(["a", "b", "c"], store.Find(Sample.TraceId(1))!.Rows.Select(row => row.Span.SpanId).Order());
    }

    [Fact]
    public void A_span_that_is_sent_twice_is_held_once()
    {
        var store = new SpanStore(100);
        store.Add([Sample.Span(1, "a", failed: true), Sample.Span(1, "a", failed: true)]);
        Assert.Equal(1, store.Count);
        Assert.Equal(1, store.Find(Sample.TraceId(1))!.Summary.Failures);
    }

    [Fact]
    public void When_it_is_full_the_oldest_traces_go()
    {
        var store = new SpanStore(10);
        store.Add(Enumerable.Range(1, 8).SelectMany(trace => new[] { Sample.Span(trace, "a"), Sample.Span(trace, "b", "a") }));
        Assert.Equal(10, store.Count);
        Assert.Null(store.Find(Sample.TraceId(3)));
        Assert.Equal(2, store.Find(Sample.TraceId(4))!.Rows.Count);
        Assert.Equal(5, store.List(new TraceFilter(), 0, 100).Held);
    }

    [Fact]
    public void Large_spans_take_no_more_memory_than_is_given()
    {
        const int length = 1_000;
        var store = new SpanStore(1_000, bytes: 10 * 2 * length);
        store.Add(Enumerable.Range(1, 100).Select(number => Sample.Span(number, "a", name: new string('x', length))));
        Assert.InRange(store.Count, 5, 9);
        Assert.NotNull(store.Find(Sample.TraceId(100)));
        store.Add(Enumerable.Range(1, 100).Select(number => Sample.Span(200, $"{number}", name: new string('x', length))));
        Assert.InRange(store.Count, 5, 9);
    }

    [Fact]
    public void A_trace_that_is_larger_than_the_store_keeps_its_beginning()
    {
        var store = new SpanStore(10);
        store.Add(Enumerable.Range(1, 50).Select(number => Sample.Span(1, $"{number}", start: number)));
        Assert.Equal(10, store.Count);
        Assert.Equal("1", store.Find(Sample.TraceId(1))!.Rows[0].Span.SpanId);
    }

    [Fact]
    public void The_list_is_filtered_and_paged_with_the_latest_first()
    {
        var store = new SpanStore(100);
        store.Add(
        [
            Sample.Span(1, "a", start: 0, duration: 5, name: "GET /products"),
            Sample.Span(2, "a", start: 10, duration: 500, name: "POST /tasks"),
            Sample.Span(2, "b", "a", start: 20, duration: 5, name: "run export", source: Sample.Worker, kind: "consumer", failed: true),
            Sample.Span(3, "a", start: 30, duration: 2, name: "SELECT", kind: "client"),
        ]);
        Assert.Equal([2, 1], Traces(new TraceFilter()));
        Assert.Equal([3, 2, 1], Traces(new TraceFilter(WithBackground: true)));
        Assert.Equal([2], Traces(new TraceFilter(Source: "worker-2")));
        Assert.Equal([2], Traces(new TraceFilter(FailedOnly: true)));
        Assert.Equal([2], Traces(new TraceFilter(AtLeast: 100 * Sample.Millisecond)));
        Assert.Equal([2], Traces(new TraceFilter(Text: "EXPORT")));
        Assert.Equal([1], Traces(new TraceFilter(Text: Sample.TraceId(1))));
        Assert.Empty(Traces(new TraceFilter(Text: "nothing")));
        var page = store.List(new TraceFilter(), 1, 1);
        Assert.Equal((1, 2), (page.Traces.Count, page.Matches));
        Assert.Equal(Sample.TraceId(1), page.Traces[0].TraceId);

        IEnumerable<int> Traces(TraceFilter filter) => store.List(filter, 0, 100).Traces.Select(trace => Convert.ToInt32(trace.TraceId, 16));
    }
}
