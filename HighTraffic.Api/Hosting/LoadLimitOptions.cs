using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Hosting;

/// <summary>How much uncached work a replica takes on, <c>HighTraffic:Limits</c>.</summary>
internal sealed class LoadLimitOptions
{
    /// <summary>Requests worked on at once: a few more than there are connections to the database.</summary>
    [Range(1, 10_000)]
    public int ConcurrentRequests { get; set; } = 24;

    /// <summary>Requests that wait for their turn; whoever comes after them is refused.</summary>
    [Range(0, 100_000)]
    public int QueuedRequests { get; set; } = 256;

    /// <summary>How long a request may wait and be worked on together, in seconds.</summary>
    [Range(0.1, 300)]
    public double TimeoutSeconds { get; set; } = 5;
}
