using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Hosting;

/// <summary>How a replica warms up: <c>HighTraffic:WarmUp</c>.</summary>
internal sealed class WarmUpOptions
{
    /// <summary>
    /// How long a new replica sends requests to itself before it is ready, in seconds, so that the JIT compiler has optimized most of what
    /// clients will need. 0 makes it ready at once.
    /// </summary>
    [Range(0, 300)]
    public double Seconds { get; set; } = 6;
}
