using HighTraffic.Api.Resilience;

namespace HighTraffic.Api.Problems;

/// <summary>Turns every error into <c>application/problem+json</c> with a <c>traceId</c>.</summary>
internal static class ProblemExtensions
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;

        // The first writer that can write wins, so register this one before the default one.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<MalformedRequests>();
        services.AddExceptionHandler<DatabaseOutages>();

        // Otherwise a request that cannot be bound gets an empty response, except in development.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<QueryTextMiddleware>();
    }
}
