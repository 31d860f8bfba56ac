using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>The containers of the app. The users are those of the images: <c>app</c> of .NET's, <c>nginx</c>, and 999 of the official servers.</summary>
internal static class ContainerProfiles
{
    /// <summary>The port of the services in their containers.</summary>
    public const int ServicePort = 8080;

    private const int DotnetUser = 1654;
    private const int NginxUser = 101;
    private const int ServerUser = 999;

    // Whether the broker listens, and its page comes. The image's own rabbitmq-diagnostics starts a virtual machine each time it asks.
    private const string BrokerCheck =
        @"exec 3<>/dev/tcp/127.0.0.1/5672 4<>/dev/tcp/127.0.0.1/15672 && printf 'GET / HTTP/1.0\r\n\r\n' >&4 && read -r -t 5 -u 4 answer && [[ $answer == *' 200 '* ]]";

    private static readonly HttpCheck ServiceHealth = new(ServicePort, Ready: "/health", Live: "/alive");

    private static readonly Dictionary<string, ContainerProfile> All = new()
    {
        // Nginx's entry point renders the configuration into /etc/nginx; under the other path are its cache and its temporary files.
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

        // 5 s of drain, and at most 30 s for requests under way.
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

        // Each connection is a process, and the plan of the connections allows for hundreds (ConnectionPlan.cs).
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

        // maxmemory is 256 MB; the buffers of its clients come on top.
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

        // The image's own scripts write beside the program.
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
    /// <exception cref="DistributedApplicationException">It has none, so nobody has thought about what it may do.</exception>
    public static ContainerProfile Of(IResource resource) => All.TryGetValue(resource.Name, out var profile)
        ? profile
        : throw new DistributedApplicationException($"'{resource.Name}' has no profile: add one to {nameof(ContainerProfiles)}.cs before it is published.");

    /// <summary>The profiled resources that a resource calls, by the references in the app model.</summary>
    public static IEnumerable<IResource> CalledBy(IResource resource) => resource.Annotations.OfType<ResourceRelationshipAnnotation>()
        .Where(relationship => relationship.Type == "Reference")
        .Select(relationship => relationship.Resource is IResourceWithParent child ? child.Parent : relationship.Resource)
        .Where(called => All.ContainsKey(called.Name))
        .DistinctBy(called => called.Name);
}
