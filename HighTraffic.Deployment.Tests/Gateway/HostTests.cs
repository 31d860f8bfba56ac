namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Which host names the gateway accepts, and which one it passes to the API.</summary>
public sealed class HostTests
{
    [NginxFact]
    public async Task A_machine_is_called_by_its_addresses_and_private_names()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        foreach (var host in (string[])["localhost", "LOCALHOST:8080", "127.0.0.1", "192.168.1.7:80", "[::1]", "[fe80::1]:80", "laptop", "gateway:8080", "laptop.local", "app.localhost", "host.docker.internal:8080"])
        {
            var answer = await GetAsync(gateway, host);
            Assert.True(answer.Status == 200, host);
            Assert.Contains($"X-Forwarded-Host: {host}", answer.Body, StringComparison.Ordinal);
        }

        foreach (var host in (string[])["evil.example", "evil.example:8080", "localhost.evil.example", "1.2.3.4.evil.example", "local.evil"])
        {
            (await GetAsync(gateway, host)).AssertProblem(421);
        }
    }

    [NginxFact]
    public async Task Names_can_be_added()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync, ("GATEWAY_HOSTS", "shop.example 1; *.shop.example 1;"));
        Assert.Equal(200, (await GetAsync(gateway, "shop.example")).Status);
        Assert.Equal(200, (await GetAsync(gateway, "www.shop.example:443")).Status);
        Assert.Equal(421, (await GetAsync(gateway, "myshop.example")).Status);
    }

    [NginxFact]
    public async Task Any_name_can_be_allowed()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync, ("GATEWAY_ANY_HOST", "1"));
        Assert.Equal(200, (await GetAsync(gateway, "evil.example")).Status);
        Assert.Equal(400, (await GetAsync(gateway, "not a host")).Status);
    }

    [NginxFact]
    public async Task The_host_of_an_absolute_target_counts()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        var answer = await gateway.SendAsync($"GET http://app.localhost:8080{StubbedGateway.CachedPath}?x=1 HTTP/1.1\r\nHost: other.localhost\r\nConnection: close\r\n\r\n");
        Assert.Contains("X-Forwarded-Host: app.localhost:8080", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\nHost: app.localhost:8080", $"\n{answer.Body}", StringComparison.Ordinal);
        (await gateway.SendAsync("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).AssertProblem(421);
        (await gateway.SendAsync("GET http://user@localhost/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).AssertProblem(400);
    }

    private static Task<RawAnswer> GetAsync(StubbedGateway gateway, string host) =>
        gateway.SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
}
