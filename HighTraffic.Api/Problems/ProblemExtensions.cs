using HighTraffic.Api.Resilience;

namespace HighTraffic.Api.Problems;

/// <summary>Makes every error an <c>application/problem+json</c> with a <c>traceId</c>.</summary>
internal static class ProblemExtensions
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;

        // The first writer that can write does, so this one precedes the stock one.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<MalformedRequests>();
        services.AddExceptionHandler<DatabaseOutages>();

        // Else a request that cannot be bound is answered without a word, except in development.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<QueryTextMiddleware>();
    }
}
