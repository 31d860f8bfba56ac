namespace HighTraffic.Worker;

/// <summary>The name of this process in leases and logs.</summary>
/// <param name="Name">The name from the app model and the process id, so that a restarted process is another owner.</param>
internal sealed record Replica(string Name)
{
    /// <summary>Reads <c>HighTraffic:Replica</c>.</summary>
    public static Replica From(IConfiguration configuration) =>
        new($"{configuration["HighTraffic:Replica"] ?? Environment.MachineName}/{Environment.ProcessId}");
}
