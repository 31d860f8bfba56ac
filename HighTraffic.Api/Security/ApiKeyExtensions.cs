using Microsoft.AspNetCore.Mvc;

namespace HighTraffic.Api.Security;

/// <summary>Adds the API key to the service and its endpoints.</summary>
internal static class ApiKeyExtensions
{
    public static void AddApiKey(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiKeyOptions>().BindConfiguration("HighTraffic").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ApiKey>();
    }

    public static void UseApiKey(this IApplicationBuilder app) => app.UseMiddleware<ApiKeyMiddleware>();

    /// <summary>Demands the API key: without it the answer is 401.</summary>
    public static TBuilder RequireApiKey<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(
            new ApiKeyRequired(),
            new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(ProblemDetails), ["application/problem+json"]));
}
