using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Hosting;

/// <summary>How a replica leaves the fleet, <c>HighTraffic:Drain</c>.</summary>
internal sealed class DrainOptions
{
    /// <summary>How long a stopping replica still takes requests, in seconds; longer than Nginx keeps an idle upstream connection.</summary>
    [Range(0, 300)]
    public double Seconds { get; set; } = 5;

    /// <summary>
    /// Whether it accepts new connections meanwhile. It must where a balancer learns late of the drain. It should not directly behind Nginx,
    /// which tries the next replica when one refuses: a connection that waits in the accept queue when the server stops is reset, and a
    /// request on it that is not idempotent fails.
    /// </summary>
    public bool AcceptsConnections { get; set; } = true;
}
