using HighTraffic.Api.Documentation;
using HighTraffic.Api.Telemetry;

namespace HighTraffic.Api.Hosting;

/// <summary>Adds what all endpoints share.</summary>
internal static class EndpointExtensions
{
    public static void AddEndpoints(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ApiMeter>();
        services.AddValidation();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, JsonContext.Default));
        builder.AddDocumentation();
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<IdConstraint>(IdConstraint.Name));
    }
}
