using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Slow clients, more of them than the API may have requests in flight.</summary>
public sealed class SlowClientTests
{
    private const int SlowClients = 4 * StubbedGateway.MaxRequests;

    [NginxTheory]
    [InlineData("")]
    [InlineData("X-Api-Key: any\r\n")]
    public async Task Slow_uploads_keep_nobody_from_being_served(string credentials)
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < SlowClients; i++)
            {
                slow.Add(await gateway.BeginAsync($"POST /nope HTTP/1.1\r\nHost: localhost\r\n{credentials}Content-Length: 100000\r\n\r\nx"));
            }

            Assert.Equal(StatusCodes.Status200OK, (await gateway.GetAsync("/api/users/by-email")).Status);

            // Without a key, the API rejects the request before the body. With a key, it sees the request only once the body is complete.
            var isStranger = credentials.Length == 0;
            Assert.Equal(isStranger, SpinWait.SpinUntil(() => gateway.Received.Contains("POST /nope"), isStranger ? TimeSpan.FromMinutes(1) : TimeSpan.Zero));
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    [NginxFact]
    public async Task Slow_downloads_keep_nobody_from_being_served()
    {
        var served = 0;
        await using var gateway = await StubbedGateway.StartAsync(async context =>
        {
            // Less than Nginx buffers.
            await context.Response.WriteAsync(new string('x', 100_000));
            await context.Response.CompleteAsync();
            Interlocked.Increment(ref served);
        });
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < SlowClients; i++)
            {
                // The client never reads the response.
                slow.Add(await gateway.BeginAsync($"GET /nope/{i} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
                Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref served) > i, TimeSpan.FromMinutes(1)));
            }

            Assert.Equal(StatusCodes.Status200OK, (await gateway.GetAsync("/api/users/by-email")).Status);
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    [NginxTheory]
    [InlineData("GET /nope HTTP/1.1\r\nHost: localh")]
    [InlineData("POST /nope HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: any\r\nContent-Length: 100\r\n\r\nx")]
    public async Task A_request_that_does_not_go_on_is_cut_off(string beginning)
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        using var client = await gateway.BeginAsync(beginning);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            using var answer = new MemoryStream();
            await client.GetStream().CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // Nginx may reset the connection.
        }

        Assert.DoesNotContain(gateway.Received, request => request.EndsWith("/nope", StringComparison.Ordinal));
    }

    [NginxFact]
    public async Task An_answer_that_nobody_reads_is_cut_off()
    {
        var cut = new TaskCompletionSource();
        await using var gateway = await StubbedGateway.StartAsync(async context =>
        {
            var part = new byte[100_000];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(part, CancellationToken.None);
            }

            cut.SetResult();
        });
        using var client = await gateway.BeginAsync("GET /api/tasks/1/result HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await cut.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [NginxFact]
    public async Task More_than_the_API_may_have_at_once_is_refused_and_streams_are_not_counted()
    {
        using var end = new SemaphoreSlim(0);
        using var arrived = new SemaphoreSlim(0);
        await using var gateway = await StubbedGateway.StartAsync(async context =>
        {
            arrived.Release();
            await end.WaitAsync();
            await context.Response.WriteAsync("an answer");
        });
        var waiting = Enumerable.Range(0, StubbedGateway.MaxRequests).Select(_ => gateway.GetAsync("/api/users/by-email")).ToArray();
        foreach (var _ in waiting)
        {
            Assert.True(await arrived.WaitAsync(TimeSpan.FromMinutes(1)));
        }

        var refused = await gateway.GetAsync("/api/users/by-email");
        refused.AssertProblem(StatusCodes.Status503ServiceUnavailable);
        Assert.Equal("1", refused["Retry-After"]);

        var stream = gateway.GetAsync("/api/tasks/1/events");
        Assert.True(await arrived.WaitAsync(TimeSpan.FromMinutes(1)));
        end.Release(waiting.Length + 1);
        Assert.All(await Task.WhenAll([.. waiting, stream]), answer => Assert.Equal(StatusCodes.Status200OK, answer.Status));
    }

    [NginxFact]
    public async Task What_the_API_refuses_is_not_repeated()
    {
        await using var gateway = await StubbedGateway.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        });
        foreach (var path in (string[])[StubbedGateway.CachedPath, "/api/users/by-email"])
        {
            var refused = await gateway.GetAsync(path);
            Assert.Equal((StatusCodes.Status503ServiceUnavailable, "7"), (refused.Status, refused["Retry-After"]));
            Assert.Single(gateway.Received, $"GET {path}");
        }
    }
}
