namespace HighTraffic.Api.Figures;

/// <summary>The live figures of the system: those of all replicas over the last seconds.</summary>
/// <param name="Seconds">How many seconds they cover.</param>
/// <param name="RequestsPerSecond">Requests a second that reached the API. Those that Nginx answers from its cache do not.</param>
/// <param name="P50Milliseconds">Half of the requests took no longer in the API, in milliseconds; null if there were none.</param>
/// <param name="P99Milliseconds">99 % of the requests took no longer in the API, in milliseconds; null if there were none.</param>
/// <param name="Layers">What answered the public reads; null if there were none.</param>
/// <param name="Replicas">The replicas by name.</param>
/// <param name="IsComplete">
/// Whether the figures of every replica are included. They are not in the first second, or while Redis is unreachable.
/// </param>
/// <param name="Tasks">The tasks that have not ended; null if the database did not respond in time.</param>
internal sealed record SystemFigures(
    int Seconds,
    double RequestsPerSecond,
    double? P50Milliseconds,
    double? P99Milliseconds,
    LayerShares? Layers,
    IReadOnlyList<ReplicaRate> Replicas,
    bool IsComplete,
    OpenTasks? Tasks);

/// <summary>What answered the public reads that reached the API, as shares that add up to 1.</summary>
/// <param name="Memory">The memory of the replica that got the request.</param>
/// <param name="Redis">Redis.</param>
/// <param name="Database">The database.</param>
internal sealed record LayerShares(double Memory, double Redis, double Database);

/// <summary>The load of a replica.</summary>
/// <param name="Name">Its name. Outside development it reveals nothing about the machine.</param>
/// <param name="RequestsPerSecond">Requests a second.</param>
internal sealed record ReplicaRate(string Name, double RequestsPerSecond);

/// <summary>The tasks that have not ended.</summary>
/// <param name="Queued">Those that wait for a worker; 1,000 if there are more.</param>
/// <param name="Running">Those that a worker runs.</param>
internal sealed record OpenTasks(int Queued, int Running);
