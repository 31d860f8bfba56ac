using Microsoft.AspNetCore.Http;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Which conditions Nginx leaves to the API.</summary>
public sealed class ConditionTests : IAsyncLifetime
{
    private const string Path = StubbedGateway.CachedPath;
    private const string LongAgo = "Thu, 01 Jan 1970 00:00:00 GMT";
    private StubbedGateway? _gateway;

    private StubbedGateway Gateway => _gateway ?? throw new InvalidOperationException("The gateway has not been started.");

    public async Task InitializeAsync()
    {
        if (NginxProcess.Program is not null)
        {
            _gateway = await StubbedGateway.StartAsync(StubbedGateway.AnswerAsync);
        }
    }

    public async Task DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    [NginxFact]
    public async Task A_kept_answer_is_compared_with_If_None_Match()
    {
        foreach (var (tags, status) in ((string, int)[])[("\"v1\"", 304), ("W/\"v1\"", 304), ("\"x\", \"v1\"", 304), ("*", 304), ("\"x\"", 200), ("v1", 200)])
        {
            var answer = await Gateway.GetAsync(Path, $"If-None-Match: {tags}");
            Assert.True(status == answer.Status, tags);
            Assert.Equal("\"v1\"", answer["ETag"]);
            Assert.StartsWith("nginx; ", answer["Cache-Status"], StringComparison.Ordinal);
            Assert.DoesNotContain("If-None-Match", answer.Body, StringComparison.Ordinal);
        }
    }

    [NginxFact]
    public async Task All_others_are_evaluated_by_the_API()
    {
        string[][] conditions =
        [
            ["If-Match: \"v1\""], ["If-Match: \"x\""], ["If-Match: *"], [$"If-Unmodified-Since: {LongAgo}"], [$"If-Modified-Since: {LongAgo}"],
            ["If-None-Match: \"v1\"", $"If-Modified-Since: {LongAgo}"], ["If-Match: \"v1\"", "If-None-Match: \"v1\""],
        ];
        foreach (var headers in conditions)
        {
            foreach (var path in (string[])[Path, "/api/users/by-email"])
            {
                // The stand-in evaluates nothing, so any other status would come from Nginx.
                var answer = await Gateway.GetAsync(path, headers);
                Assert.Equal(StatusCodes.Status200OK, answer.Status);
                Assert.All(headers, header => Assert.Contains(header, answer.Body, StringComparison.Ordinal));
                Assert.Null(answer["Cache-Status"]);
            }
        }
    }
}
