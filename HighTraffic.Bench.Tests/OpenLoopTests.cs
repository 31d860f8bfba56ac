using System.Diagnostics;
using System.Net;
using HighTraffic.Bench.Load;
using HighTraffic.Bench.Scaling;

namespace HighTraffic.Bench.Tests;

public sealed class OpenLoopTests
{
    [Theory]
    [InlineData(HttpStatusCode.OK, "\"items\"", Outcome.Answered)]
    [InlineData(HttpStatusCode.OK, "", Outcome.Unfinished)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "", Outcome.Refused)]
    [InlineData(HttpStatusCode.TooManyRequests, "", Outcome.Refused)]
    [InlineData(HttpStatusCode.InternalServerError, "", Outcome.Unfinished)]
    public async Task An_exchange_says_what_came_of_the_request(HttpStatusCode status, string body, object outcome)
    {
        using var client = Client(_ => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) }));
        Assert.All(await SendAsync(client), exchange => Assert.Equal(outcome, exchange.Outcome));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_no_answer()
    {
        using var client = Client(_ => throw new HttpRequestException("It is gone."));
        Assert.All(await SendAsync(client), exchange => Assert.Equal(Outcome.Unfinished, exchange.Outcome));
    }

    [Fact]
    public async Task Requests_are_sent_whether_or_not_the_first_one_is_answered()
    {
        var sent = 0;
        var third = new TaskCompletionSource();
        using var client = Client(async _ =>
        {
            if (Interlocked.Increment(ref sent) == 3)
            {
                third.SetResult();
            }

            await third.Task;
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("\"items\"") };
        });
        var exchanges = await SendAsync(client);
        Assert.Equal(10, exchanges.Count);
        Assert.True(exchanges[0].Latency > exchanges[2].Due - exchanges[0].Due);
    }

    private static Task<IReadOnlyList<Exchange>> SendAsync(HttpClient client) => OpenLoop.SendAsync(
        client, _ => new Request("/api/products"), rate: 100, Stopwatch.GetTimestamp(), TimeSpan.FromMilliseconds(100), CancellationToken.None);

    private static HttpClient Client(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) => new(new Answers(answer)) { BaseAddress = new Uri("http://localhost") };

    private sealed class Answers(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request);
    }
}
