using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>
/// The containers of the app. They run as the users of their images: .NET's <c>app</c>, <c>nginx</c>, and 999 in the official server images.
/// </summary>
internal static class ContainerProfiles
{
    /// <summary>The port of the services in their containers.</summary>
    public const int ServicePort = 8080;

    private const int DotnetUser = 1654;
    private const int NginxUser = 101;
    private const int ServerUser = 999;

    // Checks that the broker listens and serves its page. The image's own rabbitmq-diagnostics would start an Erlang VM for each check.
    private const string BrokerCheck =
        @"exec 3<>/dev/tcp/127.0.0.1/5672 4<>/dev/tcp/127.0.0.1/15672 && printf 'GET / HTTP/1.0\r\n\r\n' >&4 && read -r -t 5 -u 4 answer && [[ $answer == *' 200 '* ]]";

    private static readonly HttpCheck ServiceHealth = new(ServicePort, Ready: "/health", Live: "/alive");

    private static readonly Dictionary<string, ContainerProfile> All = new()
    {
        // The entrypoint renders the configuration into /etc/nginx. The cache and temporary files are in the other folder.
        [ResourceNames.Gateway] = new()
        {
            User = NginxUser,
            Port = 8080,
            Processor = (250, 1000),
            Memory = (128, 512),
            StopSeconds = 30,
            Scratch = new Dictionary<string, int> { ["/etc/nginx"] = 8, ["/var/cache/nginx"] = 256 },
            Health = new HttpCheck(8081, Ready: "/nginx/ready", Live: "/nginx/status"),
        },

        // 5 s of drain, and at most 30 s for requests in flight.
        [ResourceNames.Api] = new()
        {
            User = DotnetUser,
            Port = ServicePort,
            Processor = (500, 2000),
            Memory = (384, 1024),
            StopSeconds = 60,
            Health = ServiceHealth,
        },
        [ResourceNames.Worker] = new()
        {
            User = DotnetUser,
            Processor = (250, 1000),
            Memory = (256, 1024),
            StopSeconds = 60,
            Health = ServiceHealth,
        },
        [ResourceNames.Migrations] = new()
        {
            User = DotnetUser,
            Processor = (250, 1000),
            Memory = (256, 512),
            StopSeconds = 60,
        },

        // Each connection is a process, and the connection plan allows for hundreds (ConnectionPlan.cs).
        [ResourceNames.Postgres] = new()
        {
            User = ServerUser,
            Port = 5432,
            Processor = (500, 2000),
            Memory = (1024, 4096),
            StopSeconds = 120,
            Scratch = new Dictionary<string, int> { ["/var/run/postgresql"] = 8, ["/tmp"] = 64, ["/dev/shm"] = 256 },
            Health = new CommandCheck("pg_isready", "--host", "127.0.0.1", "--username", "postgres", "--dbname", ResourceNames.Database),
        },

        // maxmemory is 256 MB, plus client buffers.
        [ResourceNames.Cache] = new()
        {
            User = ServerUser,
            Port = 6379,
            Processor = (100, 1000),
            Memory = (320, 512),
            StopSeconds = 30,
            Scratch = new Dictionary<string, int> { ["/data"] = 8 },
            Health = new CommandCheck("sh", "-c", $"REDISCLI_AUTH=$(cat {SecretFiles.Folder}/REDIS_PASSWORD) redis-cli ping | grep -q PONG"),
        },

        // The image's scripts write to the root file system.
        [ResourceNames.Messaging] = new()
        {
            User = ServerUser,
            Port = 5672,
            Processor = (250, 1000),
            Memory = (512, 1024),
            StopSeconds = 60,
            HasReadOnlyRoot = false,
            HasStableName = true,
            Health = new CommandCheck("bash", "-c", BrokerCheck),
        },
    };

    /// <summary>The profile of a resource.</summary>
    /// <exception cref="DistributedApplicationException">The resource has no profile.</exception>
    public static ContainerProfile Of(IResource resource) => All.TryGetValue(resource.Name, out var profile)
        ? profile
        : throw new DistributedApplicationException($"'{resource.Name}' has no profile: add one to {nameof(ContainerProfiles)}.cs before you publish it.");

    /// <summary>The profiled resources that a resource calls, by the references in the app model.</summary>
    public static IEnumerable<IResource> CalledBy(IResource resource) => resource.Annotations.OfType<ResourceRelationshipAnnotation>()
        .Where(relationship => relationship.Type == "Reference")
        .Select(relationship => relationship.Resource is IResourceWithParent child ? child.Parent : relationship.Resource)
        .Where(called => All.ContainsKey(called.Name))
        .DistinctBy(called => called.Name);
}
