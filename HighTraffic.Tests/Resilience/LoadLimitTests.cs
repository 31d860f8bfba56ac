using System.Net;
using HighTraffic.Api.Resilience;
using HighTraffic.Api.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HighTraffic.Tests.Resilience;

public sealed class LoadLimitTests
{
    [Fact]
    public async Task Requests_that_share_a_connection_have_a_limit_of_their_own()
    {
        var limits = Options.Create(new LoadLimitOptions { ConcurrentRequests = 1, ConcurrentSearches = 1, ConcurrentInserts = 2, QueuedRequests = 0 });
        var admission = new Admission(limits, TimeProvider.System);
        Assert.NotNull(await EnterAsync(RequestKind.Default));
        Assert.Null(await EnterAsync(RequestKind.Default));
        Assert.NotNull(await EnterAsync(RequestKind.Batched));
        var last = await EnterAsync(RequestKind.Batched);
        Assert.NotNull(last);
        Assert.Null(await EnterAsync(RequestKind.Batched));
        last.Dispose();
        Assert.NotNull(await EnterAsync(RequestKind.Batched));

        async Task<IDisposable?> EnterAsync(RequestKind kind) => await admission.TryEnterAsync(RequestBudget.Of(new DefaultHttpContext()), kind);
    }

    [Fact]
    public async Task No_request_that_was_never_let_in_is_answered_as_a_success()
    {
        const string Body = "done";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HighTraffic:Limits:ConcurrentRequests"] = "1",
            ["HighTraffic:Limits:TimeoutSeconds"] = "0.5",
        });
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<ApiMeter>();
        builder.Services.AddProblemDetails().AddExceptionHandler<DatabaseOutages>();
        builder.AddLoadLimits();
        await using var app = builder.Build();
        app.UseExceptionHandler();
        app.UseRouting();
        app.UseLoadLimits();
        var entered = 0;
        var end = new TaskCompletionSource();
        app.MapPost("/", async () =>
        {
            // The first request keeps the only slot for longer than a request may take.
            if (Interlocked.Increment(ref entered) == 1)
            {
                await end.Task;
            }

            return Body;
        }).WithLoadLimits();
        await app.StartAsync();

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PostAsync(new Uri("/", UriKind.Relative), null)));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        Assert.All(
            await Task.WhenAll(answers.Where(answer => answer.StatusCode == HttpStatusCode.OK).Select(answer => answer.Content.ReadAsStringAsync())),
            body => Assert.Equal(Body, body));

        // The slot becomes free when the work ends, not when the request is answered.
        end.SetResult();
        using var after = await client.PostAsync(new Uri("/", UriKind.Relative), null);
        Assert.Equal(Body, await after.Content.ReadAsStringAsync());
    }
}
