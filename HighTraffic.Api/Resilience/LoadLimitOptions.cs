using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Resilience;

/// <summary>How much uncached work a replica takes on, <c>HighTraffic:Limits</c>.</summary>
internal sealed class LoadLimitOptions
{
    /// <summary>Requests worked on at once: as many as there are connections to the database, so that none waits for one.</summary>
    [Range(1, 10_000)]
    public int ConcurrentRequests { get; set; } = 15;

    /// <summary>Searches worked on at once, a part of the above: one costs the database as much as hundreds of other reads.</summary>
    [Range(1, 10_000)]
    public int ConcurrentSearches { get; set; } = 4;

    /// <summary>Requests that wait for their turn. When there are more, the client with the most waiting loses one.</summary>
    [Range(0, 100_000)]
    public int QueuedRequests { get; set; } = 256;

    /// <summary>Whether clients that wait get their turns round robin; otherwise requests are served in the order of their arrival.</summary>
    public bool FairQueue { get; set; } = true;

    /// <summary>The time between the arrival of a request and its answer, in seconds: waiting, connecting and querying together.</summary>
    [Range(0.001, 300)]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>The same as a time span.</summary>
    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);
}
