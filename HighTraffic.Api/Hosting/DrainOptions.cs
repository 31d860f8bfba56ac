using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Hosting;

/// <summary>How a replica drains: <c>HighTraffic:Drain</c>.</summary>
internal sealed class DrainOptions
{
    /// <summary>
    /// How long a stopping replica still takes requests, in seconds. It must exceed the time that Nginx keeps an idle upstream connection.
    /// </summary>
    [Range(0, 300)]
    public double Seconds { get; set; } = 5;

    /// <summary>
    /// Whether it accepts new connections meanwhile. It must if the load balancer learns late of the drain. It should not directly behind
    /// Nginx, which tries the next replica when one refuses: a connection in the accept queue is reset when the server stops, and a request on
    /// it that is not idempotent fails.
    /// </summary>
    public bool AcceptsConnections { get; set; } = true;
}
