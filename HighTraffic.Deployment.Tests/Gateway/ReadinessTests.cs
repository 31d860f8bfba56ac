using System.Net;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Readiness of an Nginx that was given the addresses of the API.</summary>
public sealed class ReadinessTests
{
    [NginxFact]
    public async Task It_is_ready_without_the_api_because_it_has_a_cache()
    {
        await using var nginx = await NginxProcess.StartAsync(new Dictionary<string, string>
        {
            ["API_UPSTREAM"] = "server 127.0.0.1:1 max_fails=2 fail_timeout=1s; server 127.0.0.1:1 backup max_fails=0; ",
        });
        using var client = new HttpClient { BaseAddress = nginx.Status };

        // Often enough for each address to be passed over.
        for (var time = 0; time < 5; time++)
        {
            using var answer = await client.GetAsync(new Uri("/nginx/ready", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
