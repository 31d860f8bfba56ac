using System.Globalization;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using ComposeResources = Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm.Resources;

namespace HighTraffic.AppHost;

/// <summary>Translates a profile to Compose.</summary>
internal static class ComposeService
{
    private const string Started = "service_started";
    private const string Healthy = "service_healthy";

    /// <summary>Removes what the container does not need: root, capabilities, a writable file system and unlimited memory.</summary>
    public static void Harden(Service service, ContainerProfile profile)
    {
        service.User = $"{profile.User}:{profile.User}";
        service.ReadOnly = profile.HasReadOnlyRoot;
        service.CapDrop = ["ALL"];
        service.SecurityOpt = ["no-new-privileges:true"];

        // The owner is set explicitly, because runc before 1.1.8 applies the image's mode to a folder that exists in the image, whatever the
        // mount says.
        service.Tmpfs = [.. profile.Scratch.Where(folder => folder.Key != "/dev/shm").Select(folder => $"{folder.Key}:size={folder.Value}m,mode=1777,uid={profile.User},gid={profile.User}")];
        service.ShmSize = profile.Scratch.TryGetValue("/dev/shm", out var shared) ? $"{shared}m" : null;

        // RabbitMQ finds its data by its host name, which would otherwise change with each container.
        service.Hostname = profile.HasStableName ? service.Name : null;
        service.StopGracePeriod = $"{profile.StopSeconds}s";
        service.Deploy = new Deploy
        {
            Resources = new ComposeResources
            {
                Limits = new ResourceSpec { Cpus = Processors(profile.Processor.Limit), Memory = $"{profile.Memory.Limit}m" },
                Reservations = new ResourceSpec { Memory = $"{profile.Memory.Request}m" },
            },
        };

        // By default, Docker keeps every line forever.
        service.Logging = new Logging { Driver = "json-file", Options = new() { ["max-size"] = "10m", ["max-file"] = "3" } };
    }

    /// <summary>Leaves command substitution to the shell in the container: Compose would interpolate the dollar sign.</summary>
    public static void KeepForShell(Service service) =>
        service.Command = service.Command.ConvertAll(word => word.Replace("$(", "$$(", StringComparison.Ordinal));

    /// <summary>Adds the health check, and makes the service wait until its dependencies are healthy.</summary>
    public static void Watch(Service service, IResource resource)
    {
        WaitForHealth(service);
        if (ContainerProfiles.Of(resource).Health is not { } health)
        {
            // Bounds the retries, so that a permanent failure is reported: otherwise "up" would wait forever.
            service.Restart = "on-failure:5";
            return;
        }

        service.Restart = "unless-stopped";
        service.Healthcheck = new Healthcheck
        {
            Test = ["CMD", .. Command(health, resource).Select(Escape)],
            Interval = "10s",
            Timeout = "10s",
            StartPeriod = "60s",
            Retries = 3,
        };
    }

    // The app model waits for health, but the publisher writes service_started.
    private static void WaitForHealth(Service service)
    {
        foreach (var dependency in service.DependsOn.Values.Where(dependency => dependency.Condition == Started))
        {
            dependency.Condition = Healthy;
        }
    }

    // Compose runs health checks inside the container. The services' images have no shell and no curl, so their own program does it.
    private static string[] Command(HealthCheck health, IResource resource) => (health, resource) switch
    {
        (CommandCheck command, _) => command.Words,
        (HttpCheck http, ProjectResource project) => ["dotnet", $"/app/{Path.GetFileNameWithoutExtension(project.GetProjectMetadata().ProjectPath)}.dll", "--probe", Address(http)],
        (HttpCheck http, _) => ["wget", "-q", "-O", "/dev/null", Address(http)],
        _ => throw new ArgumentOutOfRangeException(nameof(health)),
    };

    private static string Address(HttpCheck http) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http.Port}{http.Ready}");

    // Compose would interpolate a single dollar sign.
    private static string Escape(string word) => word.Replace("$", "$$", StringComparison.Ordinal);

    private static string Processors(int thousandths) => (thousandths / 1000m).ToString("0.00", CultureInfo.InvariantCulture);
}
