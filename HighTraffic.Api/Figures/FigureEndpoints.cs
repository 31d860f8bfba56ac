using HighTraffic.Api.Caching;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Figures;

/// <summary>How the system does.</summary>
internal static class FigureEndpoints
{
    public const string Path = "/api/system";

    // Nginx asks once a second, however many look.
    private const string CacheControl = "public, max-age=0, s-maxage=1";

    public static void MapFigures(this IEndpointRouteBuilder app) => app
        .MapMethods(Path, CachingExtensions.Read, GetAsync)
        .WithTags("System")
        .WithMetadata(new Uncounted())
        .WithName("GetSystem")
        .WithSummary("Tell how the system does")
        .WithDescription("Of all replicas together, over the last seconds. What Nginx answers out of its own cache reaches no replica and is not in it.");

    private static async Task<Ok<SystemFigures>> GetAsync(SystemFiguresReader figures, CacheHeaders cache, HttpResponse response)
    {
        response.Headers.CacheControl = cache.AreShared ? CacheControl : CacheControlHeaderValue.NoStoreString;
        if (cache.AreShared)
        {
            response.Headers["X-Accel-Expires"] = "1";
        }

        return TypedResults.Ok(await figures.GetAsync());
    }
}
