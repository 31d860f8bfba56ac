using System.Globalization;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using ComposeResources = Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm.Resources;

namespace HighTraffic.AppHost;

/// <summary>Puts a profile into the words of Compose.</summary>
internal static class ComposeService
{
    private const string Started = "service_started";
    private const string Healthy = "service_healthy";

    /// <summary>Takes away what the container does not need: root, capabilities, a writable file system, memory without end.</summary>
    public static void Harden(Service service, ContainerProfile profile)
    {
        service.User = $"{profile.User}:{profile.User}";
        service.ReadOnly = profile.HasReadOnlyRoot;
        service.CapDrop = ["ALL"];
        service.SecurityOpt = ["no-new-privileges:true"];

        // Its owner is named because runc before 1.1.8 gives a folder that the image has the image's mode, whatever the mount says.
        service.Tmpfs = [.. profile.Scratch.Where(folder => folder.Key != "/dev/shm").Select(folder => $"{folder.Key}:size={folder.Value}m,mode=1777,uid={profile.User},gid={profile.User}")];
        service.ShmSize = profile.Scratch.TryGetValue("/dev/shm", out var shared) ? $"{shared}m" : null;

        // RabbitMQ finds its data by the name of its machine, which would otherwise be new with each container.
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

        // Docker's default keeps every line for ever.
        service.Logging = new Logging { Driver = "json-file", Options = new() { ["max-size"] = "10m", ["max-file"] = "3" } };
    }

    /// <summary>Leaves what a shell has to evaluate to the shell of the container: Compose takes a dollar for its own.</summary>
    public static void KeepForShell(Service service) =>
        service.Command = service.Command.ConvertAll(word => word.Replace("$(", "$$(", StringComparison.Ordinal));

    /// <summary>Has its health asked for, and makes those wait that need it.</summary>
    public static void Watch(Service service, IResource resource)
    {
        WaitForHealth(service);
        if (ContainerProfiles.Of(resource).Health is not { } health)
        {
            // A run that fails for good says so: without a bound "up" would wait for it for ever.
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

    // The app model waits for health; the publisher writes that the other has started.
    private static void WaitForHealth(Service service)
    {
        foreach (var dependency in service.DependsOn.Values.Where(dependency => dependency.Condition == Started))
        {
            dependency.Condition = Healthy;
        }
    }

    // Compose asks from inside. The services' images have no shell and no curl, so their own program does it.
    private static string[] Command(HealthCheck health, IResource resource) => (health, resource) switch
    {
        (CommandCheck command, _) => command.Words,
        (HttpCheck http, ProjectResource project) => ["dotnet", $"/app/{Path.GetFileNameWithoutExtension(project.GetProjectMetadata().ProjectPath)}.dll", "--probe", Address(http)],
        (HttpCheck http, _) => ["wget", "-q", "-O", "/dev/null", Address(http)],
        _ => throw new ArgumentOutOfRangeException(nameof(health)),
    };

    private static string Address(HttpCheck http) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http.Port}{http.Ready}");

    // A single dollar would be Compose's own.
    private static string Escape(string word) => word.Replace("$", "$$", StringComparison.Ordinal);

    private static string Processors(int thousandths) => (thousandths / 1000m).ToString("0.00", CultureInfo.InvariantCulture);
}
