using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Gateway;

/// <summary>Rules about parameters and bodies for every endpoint.</summary>
[Collection(SharedApp.Name)]
public sealed class RequestInputTests(RunningApp app)
{
    [Theory]
    [InlineData(Domain.Collection + "?" + Domain.PageSize + "=1&" + Domain.PageSize + "=2", Domain.PageSize)]
    [InlineData("/api/tasks?status=queued&Status=failed", "status")]
    [InlineData("/api/tasks?status=queued&status=queued&pageSize=1&pageSize=2", "status", "pageSize")]
    public async Task A_parameter_that_takes_one_value_is_given_once(string target, params string[] parameters)
    {
        using var client = app.Authorized();
        using var response = await client.GetAsync(target);
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, parameters);
    }

    [Fact]
    public async Task An_unknown_parameter_may_be_repeated()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync($"{Domain.Page(1)}&tag=a&tag=b");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("POST", Domain.Collection, "gzip")]
    [InlineData("PUT", Domain.Collection + "/1", "br")]
    [InlineData("POST", Domain.PrivateWrite, "zstd")]
    [InlineData("POST", "/api/tasks", "gzip")]
    public async Task A_coded_body_is_refused_and_the_answer_names_the_coding_that_is_taken(string method, string path, string coding)
    {
        using var client = app.Authorized();
        foreach (var body in (byte[][])["{}"u8.ToArray(), Gzip("{}"u8)])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.Add("Content-Type", "application/json");
            request.Content.Headers.Add("Content-Encoding", coding);
            using var response = await client.SendAsync(request);
            await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType);
            Assert.Equal("identity", Assert.Single(response.Headers.GetValues("Accept-Encoding")));
        }
    }

    [Fact]
    public async Task A_client_without_credentials_is_refused_before_its_body_is_read()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.Address.Port, limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST {Domain.Collection} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{{"), limit.Token);

        // The rest of the body is never sent, so only a gateway that does not wait for it can answer.
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 401 ", await reader.ReadLineAsync(limit.Token), StringComparison.Ordinal);
    }

    private static byte[] Gzip(ReadOnlySpan<byte> content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
