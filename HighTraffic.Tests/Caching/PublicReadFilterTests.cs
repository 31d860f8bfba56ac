using System.Text;
using HighTraffic.Api.Caching;
using HighTraffic.Tests.App;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HighTraffic.Tests.Caching;

/// <summary>The result of a handler is cached, whichever way the handler returns it.</summary>
public sealed class PublicReadFilterTests
{
    private sealed record Price(int Cents);

    public static TheoryData<object> Values => [new Price(5), TypedResults.Ok(new Price(5)), Results.Ok(new Price(5)), Results.Json(new Price(5), statusCode: 200)];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_is_cached(object returned)
    {
        var cached = (await RunAsync(returned)).CachedResponse;
        Assert.Equal("""{"cents":5}""", Encoding.UTF8.GetString(cached!.In(ContentCoding.Identity).Bytes.Span));
    }

    [Fact]
    public async Task Not_found_is_cached() => Assert.True((await RunAsync(TypedResults.NotFound())).CachedResponse!.IsNotFound);

    public static TheoryData<object?> Others => [null, TypedResults.Accepted((string?)null), TypedResults.Problem(statusCode: 503), TypedResults.Text("text")];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Anything_else_is_for_this_client_only(object? returned) => Assert.Null((await RunAsync(returned)).CachedResponse);

    private static async Task<Computation> RunAsync(object? returned)
    {
        var computation = new Computation(new PublicRead(Domain.AggregateProfile, "key", [], ContentCoding.Identity, new CacheOptions()), DateTimeOffset.UtcNow, []);
        var http = new DefaultHttpContext();
        http.Features.Set(computation);
        var result = await new PublicReadFilter(Options.Create(new JsonOptions())).InvokeAsync(new DefaultEndpointFilterInvocationContext(http), _ => new(returned));
        if (computation.CachedResponse is null)
        {
            Assert.Same(returned, result);
        }

        return computation;
    }
}
