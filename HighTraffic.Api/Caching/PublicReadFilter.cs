using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;

namespace HighTraffic.Api.Caching;

/// <summary>Surrounds the handler of a public read, so behind the cache: turns its result into the answer that is stored.</summary>
internal sealed class PublicReadFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var read = http.Features.GetRequiredFeature<PublicRead>();
        await RememberGenerationsAsync(http, read);

        var start = Stopwatch.GetTimestamp();
        var result = await next(context);
        if (Value(result) is { } value)
        {
            read.DatabaseTime = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return new PublicAnswer(value, read.Coding);
        }

        // Nothing but a full answer is stored.
        read.Generations = null;
        return result;
    }

    private static async Task RememberGenerationsAsync(HttpContext http, PublicRead read)
    {
        if (http.Features.Get<IOutputCacheFeature>()?.Context is { AllowCacheStorage: true } cache)
        {
            read.Generations = await http.RequestServices.GetRequiredService<TagGenerations>().ReadAsync(read.Tags);
            cache.AllowCacheStorage = read.Generations is not null;
        }
    }

    private static object? Value(object? result)
    {
        while (result is INestedHttpResult nested)
        {
            result = nested.Result;
        }

        return result is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK } and IValueHttpResult { Value: { } value } ? value : null;
    }
}
