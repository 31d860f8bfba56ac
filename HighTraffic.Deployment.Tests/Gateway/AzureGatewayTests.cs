using System.Net;
using System.Net.Http.Json;
using HighTraffic.Deployment.Tests.Azure;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Nginx with the settings that azd deploys, in front of an ingress like that of Azure Container Apps.</summary>
public sealed class AzureGatewayTests
{
    private const string ApiHost = $"api.internal.{ContainerApp.Domain}";
    private const string PublicHost = $"gateway.{ContainerApp.Domain}";
    private const int Attempts = 10;

    [NginxFact]
    public async Task Nginx_finds_nothing_to_object_to()
    {
        var (exitCode, output) = await NginxProcess.TestAsync(Settings(port: 443));
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("[warn]", output, StringComparison.Ordinal);
    }

    [NginxFact]
    public async Task The_ingress_is_called_by_its_own_name_over_http_1_1_with_sni()
    {
        await using var ingress = await PlatformIngress.StartAsync(ApiHost);
        await using var nginx = await NginxProcess.StartAsync(Settings(ingress.Port));
        var received = await GetAsync(nginx);
        Assert.Equal("HTTP/1.1", received.Protocol);
        Assert.Equal(PublicHost, received.ForwardedHost);
        Assert.NotEmpty(ingress.ServerNames);
        Assert.All(ingress.ServerNames, name => Assert.Equal(ApiHost, name));
    }

    [NginxFact]
    public async Task Without_the_name_the_ingress_answers_404()
    {
        await using var ingress = await PlatformIngress.StartAsync(ApiHost);
        var settings = Settings(ingress.Port);
        settings["GATEWAY_UPSTREAM_HOST"] = "";
        await using var nginx = await NginxProcess.StartAsync(settings);
        using var answer = await SendAsync(nginx);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [NginxFact]
    public async Task The_word_of_the_ingress_in_front_is_passed_on()
    {
        await using var ingress = await PlatformIngress.StartAsync(ApiHost);
        var settings = Settings(ingress.Port);
        settings["GATEWAY_INGRESS"] += " set_real_ip_from 127.0.0.1;";
        await using var nginx = await NginxProcess.StartAsync(settings);
        var received = await GetAsync(nginx, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "6.6.6.6, 198.51.100.7"));
        Assert.Equal(("https", "198.51.100.7"), (received.ForwardedProto, received.ForwardedFor));
    }

    [NginxFact]
    public async Task The_word_of_anybody_else_is_not()
    {
        await using var ingress = await PlatformIngress.StartAsync(ApiHost);
        await using var nginx = await NginxProcess.StartAsync(Settings(ingress.Port));
        var received = await GetAsync(nginx, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "198.51.100.7"));
        Assert.Equal(("http", "127.0.0.1"), (received.ForwardedProto, received.ForwardedFor));
    }

    // The deployed settings, except that the address is a server on this machine.
    private static Dictionary<string, string> Settings(int port)
    {
        var settings = ContainerApp.Read("gateway").Environment;
        foreach (var name in (string[])["API_UPSTREAM", "API_STREAMS"])
        {
            settings[name] = settings[name].Replace($"{ApiHost}:443", $"127.0.0.1:{port}", StringComparison.Ordinal);
        }

        return settings;
    }

    // On an overloaded machine, even a local server may be too late for the gateway. So retry: the test is about what the server receives.
    private static async Task<Received> GetAsync(NginxProcess nginx, params (string Name, string Value)[] headers)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await SendAsync(nginx, headers);
            if (answer.StatusCode != HttpStatusCode.GatewayTimeout || attempt == Attempts)
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return (await answer.Content.ReadFromJsonAsync<Received>())!;
            }
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(NginxProcess nginx, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = nginx.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/by-email");
        request.Headers.Host = PublicHost;
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request);
    }
}
