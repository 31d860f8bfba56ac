namespace HighTraffic.Worker;

/// <summary>This process, as leases and logs name it.</summary>
/// <param name="Name">The name that the app model gave, and the process, so that a restart is another owner.</param>
internal sealed record Replica(string Name)
{
    /// <summary>Reads <c>HighTraffic:Replica</c>.</summary>
    public static Replica From(IConfiguration configuration) =>
        new($"{configuration["HighTraffic:Replica"] ?? Environment.MachineName}/{Environment.ProcessId}");
}
