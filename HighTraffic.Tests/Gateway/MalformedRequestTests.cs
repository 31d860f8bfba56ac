using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Gateway;

/// <summary>Requests that no well-behaved client sends, byte by byte. Each gets a response, and each rejection is a problem.</summary>
[Collection(SharedApp.Name)]
public sealed class MalformedRequestTests(RunningApp app)
{
    private static int _id = 1_200;

    [Theory]
    [InlineData("a_b.localhost:8080", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("", 400)]
    [InlineData("a:b", 400)]
    [InlineData("a b", 400)]
    [InlineData("user@host", 400)]
    [InlineData("caf\u00E9", 400)]
    public async Task A_host_is_a_name_or_an_address(string host, int status) =>
        await AssertAnswerAsync(status, $"GET {Domain.Item(NextId())} HTTP/1.1\r\nHost: {host}\r\n");

    [Theory]
    [InlineData("User-Agent: caf\u00E9", 200)]
    [InlineData("traceparent: \u00FF", 200)]
    [InlineData("Accept-Encoding: \u00FF", 200)]
    [InlineData("Upgrade: h2c", 200)]
    [InlineData("Bad Name: x", 400)]
    public async Task What_a_header_holds_breaks_nothing(string header, int status) =>
        await AssertAnswerAsync(status, $"GET {Domain.Item(NextId())} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n");

    [Fact]
    public async Task Many_headers_are_taken_and_too_large_ones_are_a_problem()
    {
        var many = string.Concat(Enumerable.Range(0, 500).Select(number => $"X-{number}: v\r\n"));
        await AssertAnswerAsync(200, $"GET {Domain.Item(NextId())} HTTP/1.1\r\nHost: localhost\r\n{many}");
        var large = string.Concat(Enumerable.Range(0, 5).Select(number => $"X-{number}: {new string('v', 8_000)}\r\n"));
        await AssertAnswerAsync(431, $"GET {Domain.Item(NextId())} HTTP/1.1\r\nHost: localhost\r\n{large}");
    }

    [Theory]
    [InlineData(Domain.Collection + "/\u00E9", 400)]
    [InlineData(Domain.Collection + "?q=\u00E9t\u00E9", 400)]
    [InlineData(Domain.Collection + "/%FF", 404)]
    [InlineData("/api/%zz", 400)]
    [InlineData("/x#/../health", 400)]
    [InlineData("/openapi/v2.json", 404)]
    public async Task A_target_that_leads_nowhere_is_a_problem(string target, int status) =>
        await AssertAnswerAsync(status, $"GET {target} HTTP/1.1\r\nHost: localhost\r\n");

    [Theory]
    [InlineData("application/json; charset=nonsense", 415)]
    [InlineData("application/json; charset=utf-8", 400)]
    [InlineData("application/json; charset=\"utf-8\"", 400)]
    [InlineData("application/json; charset=\"nonsense\"", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("nonsense", 415)]
    public async Task A_body_of_another_kind_is_a_problem(string type, int status) => await AssertAnswerAsync(
        status, $"POST {Domain.Collection} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {RunningApp.ApiKey}\r\nContent-Type: {type}\r\nContent-Length: 2\r\n", "{}");

    [Theory]
    [InlineData("TRACE", Domain.Collection + "/1", "", 405)]
    [InlineData("GET", Domain.Collection + "/1", "If-Match: \"other\"", 412)]
    [InlineData("GET", "/?A=%00&a=%00", "", 400)]
    [InlineData("HEAD", Domain.PrivateRead, $"X-Api-Key: {RunningApp.ApiKey}", 200)]
    public async Task What_the_gateway_or_the_api_refuses_is_a_problem(string method, string target, string header, int status) =>
        await AssertAnswerAsync(status, $"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{(header.Length > 0 ? header + "\r\n" : "")}");

    // A different one each time, so that no cache answers for the API.
    private static int NextId() => Interlocked.Increment(ref _id);

    private async Task AssertAnswerAsync(int status, string head, string body = "")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.Address.Port, limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{head}Connection: close\r\n\r\n{body}"), limit.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(limit.Token);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        if (status == 405)
        {
            Assert.Contains("Allow: GET, HEAD", answer, StringComparison.Ordinal);
        }

        if (status >= 400)
        {
            Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.Ordinal);
            var problem = JsonDocument.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;
            Assert.Equal(status, problem.GetProperty("status").GetInt32());
            Assert.False(string.IsNullOrEmpty(problem.Text("traceId")));
        }
    }
}
