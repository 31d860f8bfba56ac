using Microsoft.AspNetCore.Http;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>What Nginx caches, and which headers it adds.</summary>
public sealed class KeptAnswerTests
{
    private const string Path = StubbedGateway.CachedPath;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [NginxFact]
    public async Task An_answer_says_how_old_it_is()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        var fetched = await UntilAsync(gateway, status => status == "nginx; fwd=uri-miss");
        Assert.Null(fetched["Age"]);
        var kept = await UntilAsync(gateway, status => status == "nginx; hit");
        Assert.Equal("0", kept["Age"]);
        Assert.Equal(Made(kept), kept["Date"]);
        Assert.Equal("1", (await UntilAsync(gateway, status => status == "nginx; hit; detail=stale-while-revalidate"))["Age"]);
    }

    [NginxFact]
    public async Task An_answer_is_served_past_its_time_if_the_API_is_away_and_says_so()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        var made = Made(await gateway.GetAsync(Path));
        await gateway.StopApiAsync();
        var answer = await UntilAsync(gateway, status => status.Contains("stale-if-error", StringComparison.Ordinal));
        Assert.Equal(StatusCodes.Status200OK, answer.Status);
        Assert.Equal("nginx; fwd=stale; detail=stale-if-error", answer["Cache-Status"]);
        Assert.Equal(made, answer["Date"]);
    }

    [NginxFact]
    public async Task A_request_with_no_store_leaves_nothing_behind()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        await gateway.GetAsync(Path, "Cache-Control: no-store");
        Assert.Equal("nginx; fwd=uri-miss", (await gateway.GetAsync(Path))["Cache-Status"]);
    }

    [NginxFact]
    public async Task An_answer_that_the_API_does_not_mark_is_not_kept()
    {
        await using var gateway = await StubbedGateway.StartAsync(context =>
        {
            context.Response.Headers.CacheControl = "public, max-age=60";
            return context.Response.WriteAsync("an answer");
        });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("nginx; fwd=uri-miss", (await gateway.GetAsync(Path))["Cache-Status"]);
        }
    }

    private static string? Made(RawAnswer answer) => answer["X-Made"];

    private static async Task<RawAnswer> UntilAsync(StubbedGateway gateway, Func<string, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var answer = await gateway.GetAsync(Path);
            if (condition(answer["Cache-Status"] ?? ""))
            {
                return answer;
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
