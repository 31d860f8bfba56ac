using HighTraffic.Api.Caching;
using HighTraffic.Api.Quotas;
using HighTraffic.Data.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Figures;

/// <summary>How the system does.</summary>
internal static class FigureEndpoints
{
    public const string Path = "/api/system";

    // Nginx asks once a second, however many look.
    private const string CacheControl = "public, max-age=0, s-maxage=1";

    public static void MapFigures(this IEndpointRouteBuilder app)
    {
        var figures = app.MapMethods(Path, CachingExtensions.Read, GetAsync)
            .WithTags("System")
            .WithMetadata(new Uncounted(), new Unmetered())
            .WithName("GetSystem")
            .WithSummary("Tell how the system does")
            .WithDescription("Of all replicas together, over the last seconds. What Nginx answers out of its own cache reaches no replica and is not in it.");

        // The names and the load of replicas are of use to an attacker.
        if (!app.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            figures.RequireAuthorization(Scopes.Operate)
                .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        }
    }

    private static async Task<Ok<SystemFigures>> GetAsync(SystemFiguresReader figures, CacheHeaders cache, HttpContext context)
    {
        var response = context.Response;
        var isShared = cache.AreShared && context.User.Identity?.IsAuthenticated != true;
        response.Headers.CacheControl = isShared ? CacheControl : CacheControlHeaderValue.NoStoreString;
        if (isShared)
        {
            response.Headers["X-Accel-Expires"] = "1";
        }

        return TypedResults.Ok(await figures.GetAsync());
    }
}
