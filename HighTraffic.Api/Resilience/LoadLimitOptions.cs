using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Resilience;

/// <summary>How many uncached requests a replica admits: <c>HighTraffic:Limits</c>.</summary>
internal sealed class LoadLimitOptions
{
    /// <summary>
    /// The maximum number of concurrent requests. With the inserts of new tasks, they use as many connections as the pool has, so that none waits
    /// for one.
    /// </summary>
    [Range(1, 10_000)]
    public int ConcurrentRequests { get; set; } = 14;

    /// <summary>The maximum number of searches among them. A search costs the database as much as hundreds of other reads.</summary>
    [Range(1, 10_000)]
    public int ConcurrentSearches { get; set; } = 4;

    /// <summary>
    /// The maximum number of concurrent requests whose rows are inserted together, on one connection. They have a limit of their own, because
    /// larger batches make each insert cheaper.
    /// </summary>
    [Range(1, 10_000)]
    public int ConcurrentInserts { get; set; } = 100;

    /// <summary>The maximum length of the queue. When it is full, the client with the most waiting requests loses one.</summary>
    [Range(0, 100_000)]
    public int QueuedRequests { get; set; } = 256;

    /// <summary>Whether waiting clients take turns; otherwise requests are served in the order of arrival.</summary>
    public bool FairQueue { get; set; } = true;

    /// <summary>The timeout of a request, in seconds, from its arrival to its response: queueing, connecting and querying together.</summary>
    [Range(0.001, 300)]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>The timeout of a request.</summary>
    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);
}
