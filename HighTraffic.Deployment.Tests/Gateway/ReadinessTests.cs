using System.Net;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Readiness of an Nginx that has the addresses of the API in its settings.</summary>
public sealed class ReadinessTests
{
    [NginxFact]
    public async Task It_is_ready_without_the_api_because_it_has_a_cache()
    {
        const string Nobody = "server 127.0.0.1:1 max_fails=2 fail_timeout=1s; server 127.0.0.1:1 backup max_fails=0; ";
        await using var nginx = await NginxProcess.StartAsync(new Dictionary<string, string> { ["API_UPSTREAM"] = Nobody, ["API_STREAMS"] = Nobody });
        using var client = new HttpClient { BaseAddress = nginx.Status };

        // Often enough for Nginx to skip each address.
        for (var time = 0; time < 5; time++)
        {
            using var answer = await client.GetAsync(new Uri("/nginx/ready", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
