using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Hosting;

/// <summary>How a replica leaves the fleet, <c>HighTraffic:Drain</c>.</summary>
internal sealed class DrainOptions
{
    /// <summary>How long a stopping replica still takes requests, in seconds; longer than Nginx keeps an idle upstream connection.</summary>
    [Range(0, 300)]
    public double Seconds { get; set; } = 5;
}
