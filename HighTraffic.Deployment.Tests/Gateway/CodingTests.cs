namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Which content coding Nginx requests and caches.</summary>
public sealed class CodingTests
{
    // The header, and the coding that Nginx requests from the API; null if Nginx forwards the header unchanged and caches nothing.
    private static readonly (string Header, string? Asked)[] Headers =
    [
        ("", ""),
        ("identity", ""),
        ("deflate", ""),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("br", "br"),
        ("*", "br"),
        ("br;q=0.9", "br"),
        ("gzip;q=0.5", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("deflate, gzip, br, zstd", "br"),
        ("gzip;q=1.0,deflate;q=0.6,identity;q=0.3", "gzip"),
        ("deflate, gzip;q=1.0, *;q=0.5", "gzip"),
        ("br;q=1.0, gzip;q=0.9, deflate;q=0.8", "br"),
        ("gzip, deflate, br;q=1.0, identity;q=0.5, *;q=0.25", "br"),
        ("gzip;q=0", null),
        ("br;q=0.000", null),
        ("br;q=0, *", null),
        ("br;q=0.5, gzip", null),
        ("identity;q=0", null),
        ("gzip, identity;q=0", null),
        ("gzip, *;q=0", null),
        ("gzip, identity", null),
        ("gzip;q=NaN", null),
        ("gzip;level=1;q=0.5", null),
        ("br, br;q=0", null),
    ];

    [NginxFact]
    public async Task What_common_clients_send_is_kept_and_the_rest_is_weighed_by_the_API()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        foreach (var (header, asked) in Headers)
        {
            var answer = await gateway.GetAsync(StubbedGateway.CachedPath, $"Accept-Encoding: {header}");
            var received = answer.Body.Split('\n').SingleOrDefault(line => line.StartsWith("Accept-Encoding: ", StringComparison.Ordinal));
            Assert.True((asked is null) == (answer["Cache-Status"] is null), header);
            if (answer["Cache-Status"] is null or "nginx; fwd=uri-miss")
            {
                var expected = asked ?? header;
                Assert.Equal(expected.Length == 0 ? null : $"Accept-Encoding: {expected}", received);
            }
        }
    }
}
