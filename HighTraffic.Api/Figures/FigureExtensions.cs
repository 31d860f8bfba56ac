using OpenTelemetry.Instrumentation.AspNetCore;

namespace HighTraffic.Api.Figures;

/// <summary>Adds the figures of the system to the service.</summary>
internal static class FigureExtensions
{
    public static void AddFigures(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<FigureCounters>().AddSingleton<FigureWindow>().AddSingleton<FleetReports>();
        services.AddSingleton<OpenTaskCount>().AddSingleton<SystemFiguresReader>();
        services.AddHostedService<FigurePublisher>();

        // An open page polls each second, and its traces would bury all others.
        services.PostConfigureAll<AspNetCoreTraceInstrumentationOptions>(options =>
        {
            var others = options.Filter;
            options.Filter = context => !context.Request.Path.StartsWithSegments(FigureEndpoints.Path) && others?.Invoke(context) != false;
        });
    }

    public static void UseFigures(this IApplicationBuilder app) => app.UseMiddleware<FigureMiddleware>();
}
