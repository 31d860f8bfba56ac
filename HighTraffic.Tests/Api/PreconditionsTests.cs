using HighTraffic.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Tests.Api;

/// <summary>The order of conditions in RFC 9110, 13.2.2.</summary>
public sealed class PreconditionsTests
{
    private const string Earlier = "Sun, 01 Nov 2026 00:00:00 GMT";
    private const string Then = "Mon, 02 Nov 2026 00:00:00 GMT";
    private const string Later = "Tue, 03 Nov 2026 00:00:00 GMT";
    private static readonly DateTimeOffset Modified = new(2026, 11, 2, 0, 0, 0, 500, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", "", 200)]
    [InlineData("GET", "If-Match: \"a\"", 200)]
    [InlineData("GET", "If-Match: *", 200)]
    [InlineData("GET", "If-Match: \"b\"", 412)]
    [InlineData("GET", "If-Match: W/\"a\"", 412)]
    [InlineData("GET", "If-Match: \"b\"|If-Match: \"a\"", 200)]
    [InlineData("GET", "If-None-Match: \"a\"", 304)]
    [InlineData("HEAD", "If-None-Match: W/\"a\"", 304)]
    [InlineData("GET", "If-None-Match: *", 304)]
    [InlineData("GET", "If-None-Match: \"b\"", 200)]
    [InlineData("GET", "If-None-Match: \"b\"|If-None-Match: \"a\"", 304)]
    [InlineData("GET", "If-Match: \"a\"|If-None-Match: \"a\"", 304)]
    [InlineData("GET", "If-Match: \"b\"|If-None-Match: \"a\"", 412)]
    [InlineData("PUT", "If-None-Match: \"a\"", 412)]
    [InlineData("DELETE", "If-None-Match: *", 412)]
    [InlineData("PUT", "If-None-Match: \"b\"", 200)]
    [InlineData("GET", "If-Modified-Since: " + Earlier, 200)]
    [InlineData("GET", "If-Modified-Since: " + Then, 304)]
    [InlineData("GET", "If-Modified-Since: " + Later, 304)]
    [InlineData("PUT", "If-Modified-Since: " + Later, 200)]
    [InlineData("GET", "If-Modified-Since: nonsense", 200)]
    [InlineData("GET", "If-Unmodified-Since: " + Earlier, 412)]
    [InlineData("GET", "If-Unmodified-Since: " + Then, 200)]
    [InlineData("GET", "If-Unmodified-Since: nonsense", 200)]
    [InlineData("GET", "If-None-Match: \"a\"|If-Modified-Since: " + Earlier, 304)]
    [InlineData("GET", "If-None-Match: \"b\"|If-Modified-Since: " + Later, 200)]
    [InlineData("GET", "If-Match: \"a\"|If-Unmodified-Since: " + Earlier, 200)]
    [InlineData("GET", "If-Match: \"b\"|If-Unmodified-Since: " + Later, 412)]
    public void Conditions_are_evaluated_in_order(string method, string headers, int status) => Assert.Equal(status, Status(method, headers, Modified));

    [Theory]
    [InlineData("If-Modified-Since: " + Later, 200)]
    [InlineData("If-Unmodified-Since: " + Earlier, 200)]
    [InlineData("If-None-Match: \"a\"|If-Modified-Since: " + Earlier, 304)]
    public void Dates_are_ignored_where_none_is_known(string headers, int status) => Assert.Equal(status, Status("GET", headers, modified: null));

    private static int Status(string method, string headers, DateTimeOffset? modified)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(header => header.Split(": ", 2)))
        {
            request.Headers[header[0]] = StringValues.Concat(request.Headers[header[0]], header[1]);
        }

        return Preconditions.Evaluate(request, "\"a\"", modified) switch
        {
            PreconditionResult.NotModified => StatusCodes.Status304NotModified,
            PreconditionResult.Failed => StatusCodes.Status412PreconditionFailed,
            _ => StatusCodes.Status200OK,
        };
    }
}
