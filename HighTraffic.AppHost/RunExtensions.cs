using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HighTraffic.AppHost;

/// <summary>What accompanies the app while it runs.</summary>
internal static partial class RunExtensions
{
    /// <summary>Restarts what dies, and tells whoever started the app what happens. Called when all resources are declared.</summary>
    public static void AddRunServices(this IDistributedApplicationBuilder builder, AppSettings settings)
    {
        if (!builder.ExecutionContext.IsRunMode)
        {
            return;
        }

        if (settings.Announce)
        {
            // The console says it in fewer words.
            builder.Services.AddLogging(logging => logging.AddFilter("Aspire.Hosting", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning)
                .AddFilter("Aspire.Hosting.Dcp.DcpHost", LogLevel.Error)

                // Its error is a stack trace when a start is interrupted. A start that fails ends in an unhandled exception, which is printed.
                .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical));
        }

        // Aspire adds resources of its own later, which it looks after itself.
        IResource[] declared = [.. builder.Resources];

        // Not hosted services: those start after Aspire's own, which takes until the last resource has started.
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

    /// <summary>Whether a resource runs from the start of the app on: Aspire adds some that only a command starts.</summary>
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
#pragma warning disable CA1031 // Nobody else would see it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failed(logger, exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "What watches the resources has failed: restarts and messages are missing from now on.")]
    private static partial void Failed(ILogger logger, Exception exception);
}
