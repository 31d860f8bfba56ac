using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.Testing;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Http;

/// <summary>The host in <c>Location</c> is the one that the client called.</summary>
[Collection(SharedApp.Name)]
public sealed class HostTests(RunningApp app)
{
    [Theory]
    [InlineData(Domain.Collection, "shop.localhost", "shop.localhost")]
    [InlineData(Domain.Collection, "127.0.0.1:81", "127.0.0.1:81")]
    [InlineData("http://shop.localhost:8080" + Domain.Collection, "other.localhost", "shop.localhost:8080")]
    public async Task The_target_or_Host_is_in_Location(string target, string host, string expected)
    {
        var answer = await PostAsync(target, host);
        Assert.StartsWith("HTTP/1.1 201 ", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\nLocation: http://{expected}{Domain.Collection}/", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Domain.Collection, "evil.example")]
    [InlineData("http://evil.example" + Domain.Collection, "localhost")]
    public async Task A_name_that_is_not_allowed_is_not_answered_to(string target, string host)
    {
        var answer = await PostAsync(target, host);
        Assert.StartsWith("HTTP/1.1 421 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_itself_refuses_it_too()
    {
        using var replica = new HttpClient { BaseAddress = app.App.GetEndpoint("api-1", "http") };
        using var request = new HttpRequestMessage(HttpMethod.Get, Domain.Item(1));
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "evil.example");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "127.0.0.1");
        using var response = await replica.SendAsync(request);
        await response.AssertProblemAsync(HttpStatusCode.MisdirectedRequest);
    }

    private async Task<string> PostAsync(string target, string host)
    {
        var body = JsonSerializer.Serialize(Domain.Body());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.Address.Port, limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {target} HTTP/1.1\r\nHost: {host}\r\nX-Api-Key: {RunningApp.ApiKey}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"),
            limit.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(limit.Token);
    }
}
