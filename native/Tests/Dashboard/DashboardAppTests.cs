using System.Diagnostics;
using System.Net;
using Aspire.Hosting.Engine;
using HighTraffic.Native.Dashboard;
using HighTraffic.Native.Dashboard.Resources;
using HighTraffic.Native.Dashboard.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Xunit.Abstractions;
using TraceFilter = HighTraffic.Native.Dashboard.Telemetry.TraceFilter;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>The dashboard as a server, without an engine behind it.</summary>
public sealed class DashboardAppTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Token = "the-token-of-this-run";
    private const string Key = "the-key-of-this-run";
    private readonly DashboardOptions _options = new("Test", Ports.Free(), Ports.Free(), Token, Key);
    private readonly List<(string Id, string Command)> _commands = [];
    private DashboardApp _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _app = CreateApp();
        await _app.StartAsync(CancellationToken.None);
        _client = CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc, Key, 1)]
    [InlineData(OtlpExportProtocol.Grpc, "wrong", 0)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, Key, 1)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, "wrong", 0)]
    public void It_takes_spans_from_those_who_have_the_key(OtlpExportProtocol protocol, string key, int expected)
    {
        using var source = new ActivitySource($"test-{protocol}-{key}");
        using (var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .ConfigureResource(resource => resource.AddService("sender", serviceInstanceId: "sender-3"))
            .AddOtlpExporter(otlp =>
            {
                otlp.Protocol = protocol;
                otlp.Endpoint = protocol == OtlpExportProtocol.Grpc
                    ? new Uri($"http://localhost:{_options.GrpcPort}")
                    : new Uri($"http://localhost:{_options.WebPort}/v1/traces");
                otlp.Headers = $"x-otlp-api-key={key}";
                otlp.ExportProcessorType = ExportProcessorType.Simple;
            })
            .Build())
        {
            source.StartActivity("sent", ActivityKind.Server)!.Dispose();
        }

        var page = _app.Telemetry.Spans.List(new TraceFilter(), 0, 10);
        Assert.Equal(expected, page.Matches);
        Assert.All(page.Traces, trace => Assert.Equal(("sent", "sender-3"), (trace.Name, trace.Source.Name)));
    }

    [Theory]
    [InlineData("/v1/traces")]
    [InlineData("/v1/logs")]
    [InlineData("/v1/metrics")]
    public async Task It_refuses_what_it_cannot_read(string path)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.PostAsync(path, Body("application/x-protobuf"))).StatusCode);
        _client.DefaultRequestHeaders.Add("x-otlp-api-key", Key);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.PostAsync(path, Body("application/x-protobuf"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _client.PostAsync(path, Body("application/json"))).StatusCode);

        static ByteArrayContent Body(string type) => new([0xff, 0xff, 0xff]) { Headers = { ContentType = new(type) } };
    }

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
        using var right = await _client.GetAsync($"/login?t={Token}");
        var cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
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
        using var answer = await _client.GetAsync($"/login?t={Token}&returnUrl={Uri.EscapeDataString(address)}");
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_page_of_another_program_can_give_no_command()
    {
        _app.Resources.Set(new ResourceView { Id = "api-1", Name = "api-1", Kind = "Project", State = "Healthy", Mood = ResourceMood.Good, HasProcess = true, Commands = ["stop"] });
        (await _client.GetAsync($"/login?t={Token}")).Dispose();
        Assert.Equal(HttpStatusCode.Forbidden, await CommandAsync("api-1/stop", "http://localhost:8080"));
        Assert.Empty(_commands);
        Assert.Equal(HttpStatusCode.Conflict, await CommandAsync("api-1/start", _client.BaseAddress!.OriginalString));
        Assert.Equal(HttpStatusCode.Redirect, await CommandAsync("api-1/stop", _client.BaseAddress.OriginalString));
        Assert.Equal([("api-1", "stop")], _commands);

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
        (await _client.GetAsync($"/login?t={Token}")).Dispose();
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
        (await _client.GetAsync($"/login?t={Token}")).Dispose();
        for (var trace = 0; trace < TelemetryStore.SpanCapacity / 5; trace++)
        {
            _app.Telemetry.Spans.Add(Enumerable.Range(0, 5).Select(number => Sample.Span(
                trace + 1, $"{number}", number == 0 ? null : "0", start: trace, duration: 5 - number, name: $"GET /products/{trace}") with
            {
                Attributes = [.. Enumerable.Range(0, 12).Select(attribute => KeyValuePair.Create($"attribute.{attribute}", $"value {trace}"))],
            }));
        }

        Assert.Equal(TelemetryStore.SpanCapacity, _app.Telemetry.Spans.Count);
        foreach (var path in new[] { "/traces", "/traces", "/traces?text=products/77", $"/traces/{Sample.TraceId(9_000)}" })
        {
            var started = Stopwatch.GetTimestamp();
            var page = await _client.GetStringAsync(path);
            output.WriteLine($"{path} with {TelemetryStore.SpanCapacity} spans held: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms, {page.Length / 1024} KiB");
            Assert.Contains("GET /products/", page, StringComparison.Ordinal);
        }
    }

    private DashboardApp CreateApp() =>
        new(_options, new EngineAccess(ExecuteAsync, _ => [], (_, _) => AsyncEnumerable.Empty<IReadOnlyList<ConsoleLine>>()));

    private HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://localhost:{_options.WebPort}") };

    private Task<string?> ExecuteAsync(string id, string command, CancellationToken cancellationToken)
    {
        _commands.Add((id, command));
        return Task.FromResult<string?>(null);
    }
}
