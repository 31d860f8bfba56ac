namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Responses that Nginx creates itself.</summary>
public sealed class ProblemTests
{
    private const string Host = "HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

    private static readonly (string Request, int Status)[] Refused =
    [
        ($"TRACE {StubbedGateway.CachedPath} {Host}\r\n", 405),
        ($"GET /health {Host}\r\n", 404),
        ($"GET /nginx/status {Host}\r\n", 404),
        ($"OPTIONS * {Host}\r\n", 400),
        ($"GET / {Host}If-Match: \"a\"\r\nIf-Match: \"b\"\r\n\r\n", 400),
        ($"GET /{new string('x', 9_000)} {Host}\r\n", 414),
        ($"GET / {Host}X-Long: {new string('x', 9_000)}\r\n\r\n", 431),
        ($"POST {StubbedGateway.CachedPath} {Host}Content-Length: 9999999\r\n\r\n", 413),
        ($"POST {StubbedGateway.CachedPath} {Host}Transfer-Encoding: unknown\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 400),
        ("GET / HTTP/3.0\r\nHost: localhost\r\n\r\n", 505),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421),
    ];

    [NginxFact]
    public async Task Each_refusal_is_a_problem()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        foreach (var (request, status) in Refused)
        {
            var answer = await gateway.SendAsync(request);
            answer.AssertProblem(status);
            Assert.Equal(status == 405, answer["Allow"] is not null);
        }

        Assert.DoesNotContain(gateway.Received, received => received != "GET /nginx/");
    }

    [NginxFact]
    public async Task An_API_that_is_away_is_a_problem_that_says_when_to_try_again()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        await gateway.StopApiAsync();
        var answer = await gateway.GetAsync("/api/users/by-email");
        answer.AssertProblem(503);
        Assert.Equal("1", answer["Retry-After"]);
    }

    [NginxFact]
    public async Task HTTP_0_9_is_not_answered()
    {
        await using var gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        Assert.Equal(RawAnswer.None, await gateway.SendAsync($"GET {StubbedGateway.CachedPath}\r\n"));
    }

    [NginxFact]
    public async Task What_the_API_says_about_a_page_is_left_alone()
    {
        await using var gateway = await StubbedGateway.StartAsync(context =>
        {
            if (context.Request.Path == "/page")
            {
                context.Response.Headers.ContentSecurityPolicy = "script-src 'self'";
            }

            return StubbedGateway.AnswerAsync(context);
        });
        Assert.Equal("script-src 'self'", (await gateway.GetAsync("/page"))["Content-Security-Policy"]);
        (await gateway.GetAsync(StubbedGateway.CachedPath)).AssertSecurity();
    }
}
