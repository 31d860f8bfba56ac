using HighTraffic.AppHost.Local;

namespace HighTraffic.AppHost;

/// <summary>The values of <c>HighTraffic:Servers</c>.</summary>
internal enum ServerChoice
{
    /// <summary>Containers if a container runtime responds, otherwise local programs.</summary>
    Automatic,

    /// <summary>Containers.</summary>
    Containers,

    /// <summary>Local programs.</summary>
    Local,
}

/// <summary>Where PostgreSQL, Redis, RabbitMQ and Nginx run (docs/decisions/0001-one-engine-two-homes.md).</summary>
/// <param name="LocalData">The folder for the data of local programs; null if the servers are containers.</param>
internal sealed record ServerHome(DataFolder? LocalData)
{
    /// <summary>Chooses where the servers run, and prints it. Ends the process with a message if they cannot run there.</summary>
    public static ServerHome Choose(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            return new ServerHome(LocalData: null);
        }

        var runtime = settings.Servers == ServerChoice.Local ? null : ContainerRuntime.Find(builder.Configuration);
        if (runtime is { IsUsable: true })
        {
            Console.WriteLine($"Servers run in containers ({runtime.Name}).");
            if (settings.KeepData)
            {
                // Two servers on one volume would corrupt its data, and in containers neither sees the other's process.
                DataFolder.Take(builder, settings);
            }

            return new ServerHome(LocalData: null);
        }

        var reason = runtime?.Problem ?? "HighTraffic:Servers=Local";
        if (settings.Servers == ServerChoice.Containers)
        {
            Refusal.End($"The servers cannot run in containers: {reason}. Start Docker or Podman, or set HighTraffic:Servers=Local.");
        }

        if (!OperatingSystem.IsLinux())
        {
            Refusal.End($"The servers cannot run in containers ({reason}), and they run as local programs on Linux only. Start Docker or Podman and try again.");
        }

        Console.WriteLine($"Servers run as local programs ({reason}).");
        if (!LocalPrograms.Install(builder.AppHostDirectory))
        {
            Environment.Exit(1);
        }

        return new ServerHome(DataFolder.Take(builder, settings));
    }
}
