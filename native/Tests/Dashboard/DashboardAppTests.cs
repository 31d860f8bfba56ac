using System.Diagnostics;
using System.Net;
using HighTraffic.Native.Dashboard.Resources;
using HighTraffic.Native.Dashboard.Telemetry;
using Xunit.Abstractions;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>The dashboard as a server, without an engine behind it.</summary>
public sealed class DashboardAppTests(ITestOutputHelper output) : IAsyncLifetime, IAsyncDisposable
{
    private readonly TestDashboard _dashboard = new();
    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await _dashboard.StartAsync();

    public async ValueTask DisposeAsync() => await _dashboard.DisposeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [Theory]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/traces", HttpStatusCode.Redirect)]
    [InlineData("/nothing", HttpStatusCode.Redirect)]
    [InlineData("/live/traces", HttpStatusCode.Unauthorized)]
    [InlineData("/console/api-1/stream?after=0", HttpStatusCode.Unauthorized)]
    [InlineData("/metrics/chart?source=a&name=b", HttpStatusCode.Unauthorized)]
    public async Task Without_a_login_there_is_nothing_to_see(string path, HttpStatusCode expected)
    {
        using var answer = await _client.GetAsync(path);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains("/login?", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_logs_in_and_a_wrong_one_does_not()
    {
        using var wrong = await _client.GetAsync("/login?t=guess");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        using var right = await _client.GetAsync($"/login?t={TestDashboard.Token}");
        var cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(TestDashboard.Token, cookie, StringComparison.Ordinal);
        using var page = await _client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("unsafe-inline", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task A_login_leads_nowhere_else(string address)
    {
        using var answer = await _client.GetAsync($"/login?t={TestDashboard.Token}&returnUrl={Uri.EscapeDataString(address)}");
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_page_of_another_program_can_give_no_command()
    {
        _dashboard.App.Resources.Set(new ResourceView { Id = "api-1", Name = "api-1", Kind = "Project", State = "Healthy", Mood = ResourceMood.Good, HasProcess = true, Commands = ["stop"] });
        (await _client.GetAsync($"/login?t={TestDashboard.Token}")).Dispose();
        Assert.Equal(HttpStatusCode.Forbidden, await CommandAsync("api-1/stop", "http://localhost:8080"));
        Assert.Empty(_dashboard.Commands);
        Assert.Equal(HttpStatusCode.Conflict, await CommandAsync("api-1/start", _client.BaseAddress!.OriginalString));
        Assert.Equal(HttpStatusCode.Redirect, await CommandAsync("api-1/stop", _client.BaseAddress.OriginalString));
        Assert.Equal([("api-1", "stop")], _dashboard.Commands);

        async Task<HttpStatusCode> CommandAsync(string path, string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/resources/{path}") { Headers = { { "Origin", origin } } };
            using var answer = await _client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("/traces/0", "The trace 0 is not held")]
    [InlineData("/resources/nobody", "There is no resource &#x27;nobody&#x27;.")]
    [InlineData("/console/nobody", "There is no resource &#x27;nobody&#x27; with a process.")]
    [InlineData("/nowhere", "There is no such page.")]
    public async Task What_is_not_there_is_told_in_a_sentence(string path, string sentence)
    {
        (await _client.GetAsync($"/login?t={TestDashboard.Token}")).Dispose();
        using var answer = await _client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_to_the_names_of_this_machine_only()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login") { Headers = { Host = "rebound.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task The_list_opens_with_as_many_spans_as_it_holds()
    {
        (await _client.GetAsync($"/login?t={TestDashboard.Token}")).Dispose();
        for (var trace = 0; trace < TelemetryStore.SpanCapacity / 5; trace++)
        {
            _dashboard.App.Telemetry.Spans.Add(Enumerable.Range(0, 5).Select(number => Sample.Span(
                trace + 1, $"{number}", number == 0 ? null : "0", start: trace, duration: 5 - number, name: $"GET /products/{trace}") with
            {
                Attributes = [.. Enumerable.Range(0, 12).Select(attribute => KeyValuePair.Create($"attribute.{attribute}", $"value {trace}"))],
            }));
        }

        Assert.Equal(TelemetryStore.SpanCapacity, _dashboard.App.Telemetry.Spans.Count);
        foreach (var path in new[] { "/traces", "/traces", "/traces?text=products/77", $"/traces/{Sample.TraceId(9_000)}" })
        {
            var started = Stopwatch.GetTimestamp();
            var page = await _client.GetStringAsync(path);
            output.WriteLine($"{path} with {TelemetryStore.SpanCapacity} spans held: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms, {page.Length / 1024} KiB");
            Assert.Contains("GET /products/", page, StringComparison.Ordinal);
        }
    }
}
