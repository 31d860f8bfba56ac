using System.Globalization;
using System.Text.Json.Serialization;
using HighTraffic.Api.Documentation;
using HighTraffic.Api.Telemetry;

namespace HighTraffic.Api.Hosting;

/// <summary>Adds what all endpoints share.</summary>
internal static class EndpointExtensions
{
    public static void AddEndpoints(this IHostApplicationBuilder builder)
    {
        // The locale of the host must not affect the format of numbers and dates.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ApiMeter>();
        services.AddValidation();
        services.ConfigureHttpJsonOptions(json =>
        {
            // Reject misspelled and repeated fields: ignoring them would lose the client's data.
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, JsonContext.Default);
        });
        builder.AddDocumentation();
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<IdConstraint>(IdConstraint.Name));
    }
}
