using HighTraffic.Bench.Load;
using HighTraffic.Bench.Systems;
using HighTraffic.Bench.Techniques;

namespace HighTraffic.Bench.Peers;

/// <summary>The work that Flask and this project do in turn, with default settings.</summary>
internal static class Works
{
    /// <summary>The name of the only peer.</summary>
    public const string Flask = "flask";

    /// <summary>How the figures were measured.</summary>
    public const string Note =
        "Flask with gunicorn (4 workers of 4 threads), SQLAlchemy on a pool, a Redis cache that expires, and Nginx with gzip in front, on the same database and Redis server as the "
        + "three replicas here, in turn on this machine. CPU is that of all processes except the load generator. \"Core\" is Flask tuned: SQLAlchemy without its mapper, and reads without "
        + "a transaction. Tasks are only accepted; no worker runs. Flask inserts a row and pushes its id to a Redis list, which a crash can lose. Here the row itself is the task, and a "
        + "relay publishes any message that was not confirmed.";

    private const string Api = "/api/";
    private const string Core = "/core/";
    private static readonly Request List = new("/api/products?pageSize=50");
    private static readonly Request User = new("/api/users/by-email?email=user42@example.com", AcceptEncoding: null, Expect: "\"email\"");
    private static readonly Request Enqueue = new("/api/tasks", null, """{"type":"echo","parameters":{"seconds":0}}""", "\"queued\"");

    /// <summary>All of the work, each from the peer to this project.</summary>
    public static IReadOnlyList<Technique> All(int products)
    {
        var whole = SystemSettings.AsShipped(products);
        return
        [
            new("peer-list", "Cached list, gzip", "How much cheaper is a cached page?", "page of 50 products, gzip, through Nginx",
                [new FlaskVariant(whole, List), new HttpVariant("micro-cache off", whole with { MicroCache = false }, List), new HttpVariant("here", whole, List)]),
            new("peer-user", "User by e-mail, uncached", "How much cheaper is a database read?", "a user by e-mail, through Nginx",
                [new FlaskVariant(whole, User), new HttpVariant("here", whole, User)]),
            new("peer-user-core", "User by e-mail, Core", "How much cheaper is it than Flask without the mapper?", "a user by e-mail, through Nginx",
                [new FlaskVariant(whole, User with { Path = User.Path.Replace(Api, Core, StringComparison.Ordinal) }), new HttpVariant("here", whole, User)]),
            new("peer-task", "Enqueue a task", "How much cheaper is it to accept a task?", "POST through Nginx, without workers",
                [new FlaskVariant(whole, Enqueue), new HttpVariant("here", whole, Enqueue, StopTasksAsync)]),
            new("peer-task-core", "Enqueue a task, Core", "How much cheaper is it than Flask without the mapper?", "POST through Nginx, without workers",
                [new FlaskVariant(whole, Enqueue with { Path = Enqueue.Path.Replace(Api, Core, StringComparison.Ordinal) }), new HttpVariant("here", whole, Enqueue, StopTasksAsync)]),
        ];
    }

    private static Task StopTasksAsync(BenchedSystem system, CancellationToken cancellationToken) => system.StopTasksAsync(cancellationToken);
}
