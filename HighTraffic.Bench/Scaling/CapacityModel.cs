namespace HighTraffic.Bench.Scaling;

/// <summary>A load on a fleet.</summary>
/// <param name="Reads">Reads a second.</param>
/// <param name="Uncached">The share of reads that no cache can serve.</param>
/// <param name="Writes">Writes a second.</param>
/// <param name="Tasks">Tasks a second.</param>
/// <param name="Utilisation">The highest utilisation of a core.</param>
internal sealed record FleetLoad(double Reads, double Uncached, double Writes, double Tasks, double Utilisation);

/// <summary>What a part of the fleet needs.</summary>
/// <param name="Part">The part.</param>
/// <param name="Cores">Cores at that utilisation.</param>
/// <param name="Advice">What to run.</param>
/// <param name="Arithmetic">The calculation.</param>
internal sealed record Need(string Part, double Cores, string Advice, string Arithmetic);

/// <summary>
/// What a fleet needs, from the measured CPU time per operation (docs/scaling.md says how). The costs are those of one
/// machine: measure your own with <c>./bench.sh</c> and scale them.
/// </summary>
internal static class CapacityModel
{
    // Microseconds of CPU time.
    private const double NginxEach = 25;
    private const double ApiHit = 20;
    private const double ApiMiss = 260;
    private const double PostgresRead = 120;
    private const double PostgresWrite = 100;
    private const double RedisCommand = 10;
    private const double RabbitMessage = 250;
    private const double WorkerTask = 400;

    // A write, and a task from its insert to its end.
    private const int StatementsOfTask = 4;

    // A miss looks up and stores; a write evicts up to three tags: it deletes, changes versions and publishes messages.
    private const int CommandsOfMiss = 4;
    private const int CommandsOfWrite = 9;

    // What each replica gets; the connections are from ConnectionPlan.
    private const int CoresOfReplica = 2;
    private const int ConnectionsOfReplica = 15;

    // Beyond these limits a part must be split: RabbitMQ's quorum queue works on one leader, and Redis on one core.
    private const int QueueMessages = 10_000;
    private const int PostgresConnections = 500;

    /// <summary>What the parts need.</summary>
    public static IReadOnlyList<Need> For(FleetLoad load)
    {
        var misses = load.Reads * load.Uncached;
        var hits = load.Reads - misses;
        var nginx = Cores(load.Reads * NginxEach);
        var api = Cores((hits * ApiHit) + ((misses + load.Writes + load.Tasks) * ApiMiss));
        var replicas = (int)Math.Ceiling(api / CoresOfReplica);
        var postgres = Cores((misses * PostgresRead) + ((load.Writes + (StatementsOfTask * load.Tasks)) * PostgresWrite));
        var connections = replicas * ConnectionsOfReplica;
        var commands = (CommandsOfMiss * misses) + (CommandsOfWrite * load.Writes) + replicas;
        var redis = Cores(commands * RedisCommand);
        var workers = Cores(load.Tasks * WorkerTask);
        return
        [
            new("Nginx", nginx, nginx > 8 ? $"{Math.Ceiling(nginx / 4):0} of 4 cores behind a layer-4 balancer" : $"{Math.Max(2, Math.Ceiling(nginx / 4)):0} of 4 cores",
                F($"{load.Reads:N0}/s × {NginxEach} µs")),
            new("API", api, F($"{Math.Max(3, replicas)} replicas of {CoresOfReplica} cores"),
                F($"{hits:N0} hits × {ApiHit} µs + {misses + load.Writes + load.Tasks:N0} others × {ApiMiss} µs; fewer if Nginx serves part of the hits")),
            new("PostgreSQL", postgres,
                (postgres > 16 ? "read replicas for the misses, one primary of 16 cores for the writes" : F($"one of {Math.Max(2, Math.Ceiling(postgres)):0} cores"))
                    + (connections > PostgresConnections ? ", with PgBouncer in front" : string.Empty),
                F($"{misses:N0} reads × {PostgresRead} µs + {load.Writes + (StatementsOfTask * load.Tasks):N0} writes × {PostgresWrite} µs; {connections} connections")),
            new("Redis", redis, redis > 1 ? F($"a cluster of {Math.Ceiling(redis) + 1:0} shards") : "one, with a replica",
                F($"{commands:N0} commands/s × {RedisCommand} µs; Redis works on one core")),
            new("RabbitMQ", Cores(load.Tasks * RabbitMessage), load.Tasks > QueueMessages ? "several queues, by a hash of the task" : "a cluster of 3, quorum queues",
                F($"{load.Tasks:N0} messages/s; one quorum queue carries about {QueueMessages:N0}")),
            new("workers", workers, F($"{Math.Max(2, Math.Ceiling(workers)):0} workers of one core, plus what the work itself needs"), F($"{load.Tasks:N0} tasks/s × {WorkerTask} µs beside the work")),
        ];

        double Cores(double microsecondsEachSecond) => microsecondsEachSecond / 1e6 / load.Utilisation;
    }

    private static string F(FormattableString text) => FormattableString.Invariant(text);
}
