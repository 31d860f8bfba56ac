using HighTraffic.Api.Caching;
using HighTraffic.Api.Quotas;
using HighTraffic.Data.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Figures;

/// <summary>The live figures of the system.</summary>
internal static class FigureEndpoints
{
    public const string Path = "/api/system";

    // However many clients watch, Nginx asks once a second.
    private const string CacheControl = "public, max-age=0, s-maxage=1";

    public static void MapFigures(this IEndpointRouteBuilder app)
    {
        var figures = app.MapMethods(Path, CachingExtensions.Read, GetAsync)
            .WithTags("System")
            .WithMetadata(new Uncounted(), new Unmetered())
            .WithName("GetSystem")
            .WithSummary("Get the live figures of the system")
            .WithDescription("For all replicas together, over the last seconds. Requests that Nginx answers from its own cache reach no replica and are not counted.");

        // The names and the load of the replicas would help an attacker.
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
