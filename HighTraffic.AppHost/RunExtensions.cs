using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HighTraffic.AppHost;

/// <summary>Adds services that accompany the app while it runs.</summary>
internal static partial class RunExtensions
{
    /// <summary>Restarts crashed resources, and reports state changes on the console. Call it after all resources are declared.</summary>
    public static void AddRunServices(this IDistributedApplicationBuilder builder, AppSettings settings)
    {
        if (!builder.ExecutionContext.IsRunMode)
        {
            return;
        }

        if (settings.Announce)
        {
            // ResourceConsole reports the same more briefly.
            builder.Services.AddLogging(logging => logging.AddFilter("Aspire.Hosting", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning)
                .AddFilter("Aspire.Hosting.Dcp.DcpHost", LogLevel.Error)

                // An interrupted start would log a stack trace. A failed start still prints its unhandled exception.
                .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical));
        }

        // Aspire adds its own resources later and manages them itself.
        IResource[] declared = [.. builder.Resources];

        // Not hosted services: they would start after Aspire's own, which takes until the last resource has started.
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) =>
        {
            var services = start.Services;
            var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("HighTraffic.AppHost");
            _ = ObserveAsync(ActivatorUtilities.CreateInstance<Supervisor>(services, [declared]).RunAsync(stopping), logger);
            if (settings.Announce)
            {
                _ = ObserveAsync(ActivatorUtilities.CreateInstance<ResourceConsole>(services, [declared]).RunAsync(stopping), logger);
                _ = ObserveAsync(ActivatorUtilities.CreateInstance<AddressAnnouncer>(services, [declared]).RunAsync(stopping), logger);
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Whether a resource is a process that starts with the app. Aspire adds some that only a command starts.</summary>
    public static bool IsProcess(this IResource resource) =>
        resource is ContainerResource or ProjectResource or ExecutableResource && !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any();

    private static async Task ObserveAsync(Task work, ILogger logger)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            // The app stops.
        }
#pragma warning disable CA1031 // Nothing else observes the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failed(logger, exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Watching the resources has failed. From now on, nothing is restarted or reported.")]
    private static partial void Failed(ILogger logger, Exception exception);
}
