using Microsoft.AspNetCore.Mvc;

namespace HighTraffic.Api.Resilience;

/// <summary>Adds load limits to the service and its endpoints (docs/decisions/0006-admission.md).</summary>
internal static class LoadLimitExtensions
{
    public static void AddLoadLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<LoadLimitOptions>().BindConfiguration("HighTraffic:Limits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Admission>().AddSingleton<DatabaseBreaker>();
    }

    public static void UseLoadLimits(this IApplicationBuilder app) => app.UseMiddleware<LimitedRequestMiddleware>();

    /// <summary>
    /// Limits how many requests are served concurrently and how long each may take. Beyond the limits, the response is 503 with
    /// <c>Retry-After</c>. Cached responses are not limited.
    /// </summary>
    public static TBuilder WithLoadLimits<TBuilder>(this TBuilder builder, RequestKind kind = RequestKind.Default) where TBuilder : IEndpointConventionBuilder
    {
        // AddEndpointFilter would create a filter for each request; this creates one for each endpoint.
        builder.AddEndpointFilterFactory((factory, next) =>
        {
            var filter = ActivatorUtilities.CreateInstance<AdmissionFilter>(factory.ApplicationServices, kind);
            return context => filter.InvokeAsync(context, next);
        });
        builder.WithMetadata(
            LimitedRequestMiddleware.Metadata,
            new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(ProblemDetails), ["application/problem+json"]));
        return builder;
    }

    /// <summary>Applies the lower limit of searches to some of an endpoint's requests.</summary>
    public static RouteHandlerBuilder LimitSearches(this RouteHandlerBuilder endpoint, Func<HttpRequest, bool> isSearch) =>
        endpoint.WithMetadata(new SearchMetadata(isSearch));
}
