using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Nginx with a certificate.</summary>
public sealed class TlsTests
{
    private const int Tls11 = 0x0302;
    private const int Tls12 = 0x0303;
    private const byte AlertRecord = 21;
    private const byte HandshakeRecord = 22;
    private const byte ProtocolVersionAlert = 70;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [NginxFact]
    public async Task Nginx_finds_nothing_to_object_to()
    {
        using var certificate = new Certificate();
        var settings = certificate.Settings.Append(("API_UPSTREAM", "server 127.0.0.1:9;")).Append(("API_STREAMS", "server 127.0.0.1:9;"));
        var (exitCode, output) = await NginxProcess.TestAsync(settings.ToDictionary(setting => setting.Item1, setting => setting.Item2));
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("[warn]", output, StringComparison.Ordinal);
    }

    [NginxTheory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TLS_1_2_and_1_3_are_spoken(SslProtocols protocol)
    {
        using var certificate = new Certificate();
        await using var gateway = await StartAsync(certificate);
        using var client = await ConnectAsync(gateway);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(Options(certificate, protocol));
        Assert.Equal(protocol, tls.SslProtocol);
        Assert.Equal(certificate.SerialNumber, ((X509Certificate2)tls.RemoteCertificate!).SerialNumber);
    }

    [NginxFact]
    public async Task TLS_1_1_is_refused()
    {
        // By hand, because the client's own library would reject it first.
        using var certificate = new Certificate();
        await using var gateway = await StartAsync(certificate);
        Assert.Equal(HandshakeRecord, (await HelloAsync(gateway, Tls12))[0]);
        var answer = await HelloAsync(gateway, Tls11);
        Assert.Equal((AlertRecord, ProtocolVersionAlert), (answer[0], answer[6]));
    }

    [NginxFact]
    public async Task HTTP_2_is_negotiated_and_the_api_learns_how_it_was_called()
    {
        using var certificate = new Certificate();
        await using var gateway = await StartAsync(certificate);
        using var client = Client(gateway, certificate);
        foreach (var version in (Version[])[HttpVersion.Version20, HttpVersion.Version11])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/by-email") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.Add("X-Forwarded-Proto", "http");
            using var answer = await client.SendAsync(request);
            Assert.Equal((HttpStatusCode.OK, version), (answer.StatusCode, answer.Version));
            var received = await answer.Content.ReadAsStringAsync();
            Assert.Contains("X-Forwarded-Proto: https", received, StringComparison.Ordinal);
            Assert.Contains($"X-Forwarded-Host: localhost:{gateway.Nginx.Https.Port}", received, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        }
    }

    [NginxTheory]
    [InlineData("", false)]
    [InlineData("1", true)]
    public async Task HTTP_3_is_announced_if_it_is_wanted_and_this_Nginx_has_it(string wanted, bool isWanted)
    {
        using var certificate = new Certificate();
        await using var gateway = await StartAsync(certificate, ("GATEWAY_HTTP3", wanted), ("GATEWAY_PUBLIC_HTTPS_PORT", "443"));
        using var client = Client(gateway, certificate);
        using var answer = await client.GetAsync(new Uri("/api/users/by-email", UriKind.Relative));
        string[] announced = isWanted && NginxProcess.HasModule("http_v3_module") ? ["h3=\":443\""] : [];
        Assert.Equal(announced, answer.Headers.TryGetValues("Alt-Svc", out var services) ? services : []);
    }

    [NginxTheory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Plain_http_is_sent_to_https_with_its_path_and_query(string method)
    {
        using var certificate = new Certificate();
        await using var gateway = await StartAsync(certificate);
        var answer = await gateway.SendAsync($"{method} /api/system/a%20b?q=x%2Fy&z HTTP/1.1\r\nHost: app.localhost:80\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.Equal(StatusCodes.Status308PermanentRedirect, answer.Status);
        Assert.Equal($"https://app.localhost:{gateway.Nginx.Https.Port}/api/system/a%20b?q=x%2Fy&z", answer["Location"]);
        Assert.Empty(gateway.Received);
        (await gateway.SendAsync("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).AssertProblem(StatusCodes.Status421MisdirectedRequest);
    }

    [NginxFact]
    public async Task At_the_usual_port_the_address_has_none()
    {
        using var certificate = new Certificate();
        await using var gateway = await StartAsync(certificate, ("GATEWAY_PUBLIC_HTTPS_PORT", "443"));
        Assert.Equal("https://localhost/x", (await gateway.GetAsync("/x"))["Location"]);
    }

    [NginxFact]
    public async Task Browsers_are_told_to_stay_with_https_if_that_is_wanted()
    {
        using var certificate = new Certificate();
        await using var gateway = await StartAsync(certificate, ("GATEWAY_HSTS_SECONDS", "3600"));
        using var client = Client(gateway, certificate);
        foreach (var path in (string[])["/api/users/by-email", "/health"])
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal("max-age=3600", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        }

        Assert.Null((await gateway.GetAsync("/"))["Strict-Transport-Security"]);
    }

    [NginxFact]
    public async Task A_new_certificate_is_served_without_a_failed_request()
    {
        using var certificate = new Certificate();
        await using var gateway = await StartAsync(certificate);
        using var done = new CancellationTokenSource();
        var failures = new ConcurrentBag<string>();
        var served = 0;
        var clients = Enumerable.Range(0, 4).Select(number => Task.Run(() => CallAsync(number % 2 == 0 ? HttpVersion.Version11 : HttpVersion.Version20))).ToArray();
        var old = certificate.SerialNumber;
        Assert.Equal(old, await SerialNumberAsync(gateway, certificate));
        certificate.Renew();
        Assert.NotEqual(old, certificate.SerialNumber);
        using var limit = new CancellationTokenSource(Limit);
        while (await SerialNumberAsync(gateway, certificate) != certificate.SerialNumber)
        {
            await Task.Delay(100, limit.Token);
        }

        // The requests in flight of the old workers have ended, too.
        var before = Volatile.Read(ref served);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref served) > before + 100, Limit));
        await done.CancelAsync();
        await Task.WhenAll(clients);
        Assert.True(failures.IsEmpty, string.Join(Environment.NewLine, failures));

        async Task CallAsync(Version version)
        {
            using var kept = Client(gateway, certificate);
            while (!done.IsCancellationRequested)
            {
                using var fresh = Client(gateway, certificate);
                foreach (var client in (HttpClient[])[kept, fresh])
                {
                    try
                    {
                        Assert.Equal(HttpStatusCode.OK, await GetAsync(client, version));
                        Interlocked.Increment(ref served);
                    }
                    catch (Exception exception)
                    {
                        failures.Add($"{version}: {exception}");
                    }
                }
            }
        }

        // A worker that ends says GOAWAY, and a request that crosses it was not processed: it may be sent again on another connection (RFC 9113,
        // 6.8). Browsers do that, HttpClient does not always.
        static async Task<HttpStatusCode> GetAsync(HttpClient client, Version version)
        {
            try
            {
                return await SendAsync();
            }
            catch (HttpRequestException) when (version == HttpVersion.Version20)
            {
                return await SendAsync();
            }

            async Task<HttpStatusCode> SendAsync()
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/by-email") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
                using var answer = await client.SendAsync(request);
                return answer.StatusCode;
            }
        }
    }

    private static Task<StubbedGateway> StartAsync(Certificate certificate, params (string Name, string Value)[] settings) =>
        StubbedGateway.StartAsync(StubbedGateway.AnswerAsync, [.. certificate.Settings, .. settings]);

    private static HttpClient Client(StubbedGateway gateway, Certificate certificate) => new(new SocketsHttpHandler { SslOptions = Options(certificate, SslProtocols.None) })
    {
        BaseAddress = gateway.Nginx.Https,
        Timeout = Limit,
    };

    private static SslClientAuthenticationOptions Options(Certificate certificate, SslProtocols protocols) => new()
    {
        TargetHost = "localhost",
        EnabledSslProtocols = protocols,
        CertificateChainPolicy = certificate.Policy,
    };

    private static async Task<TcpClient> ConnectAsync(StubbedGateway gateway)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Nginx.Https.Port);
        return client;
    }

    private static async Task<string> SerialNumberAsync(StubbedGateway gateway, Certificate certificate)
    {
        using var client = await ConnectAsync(gateway);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(Options(certificate, SslProtocols.None));
        return ((X509Certificate2)tls.RemoteCertificate!).SerialNumber;
    }

    // The first seven bytes of the response to a ClientHello: the header of a record, and two bytes of its content.
    private static async Task<byte[]> HelloAsync(StubbedGateway gateway, int version)
    {
        // ECDHE with ECDSA, for TLS 1.2 and for earlier versions; P-256; ECDSA with SHA-256.
        byte[] suites = [0xC0, 0x2B, 0xC0, 0x09];
        byte[] extensions = [0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 4, 0, 2, 4, 3];
        byte[] body = [.. Word(version), .. new byte[32], 0, .. Word(suites.Length), .. suites, 1, 0, .. Word(extensions.Length), .. extensions];
        byte[] hello = [HandshakeRecord, .. Word(0x0301), .. Word(body.Length + 4), 1, 0, .. Word(body.Length), .. body];
        using var client = await ConnectAsync(gateway);
        using var limit = new CancellationTokenSource(Limit);
        await client.GetStream().WriteAsync(hello, limit.Token);
        var answer = new byte[7];
        await client.GetStream().ReadExactlyAsync(answer, limit.Token);
        return answer;
    }

    private static byte[] Word(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
