namespace HighTraffic.Native.Dashboard.Resources;

/// <summary>What is shown of an instance of a resource.</summary>
public sealed record ResourceView
{
    /// <summary>The id of the instance: the name of the resource, with a number if it has replicas.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the resource.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of resource it is.</summary>
    public required string Kind { get; init; }

    /// <summary>The resource that it lives in.</summary>
    public string? Parent { get; init; }

    /// <summary>Where it stands.</summary>
    public required string State { get; init; }

    /// <summary>How that is to be taken.</summary>
    public required ResourceMood Mood { get; init; }

    /// <summary>What keeps it from being healthy, or what it ended with.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it has a process, and with it commands and a console.</summary>
    public bool HasProcess { get; init; }

    /// <summary>The id of the process.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When the process was started, in UTC.</summary>
    public DateTime? Started { get; init; }

    /// <summary>When the process ended, in UTC.</summary>
    public DateTime? Stopped { get; init; }

    /// <summary>How often it was started again after it had ended by itself.</summary>
    public int Restarts { get; init; }

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<ResourceAddress> Addresses { get; init; } = [];

    /// <summary>What its health checks found.</summary>
    public IReadOnlyList<ResourceHealth> Health { get; init; } = [];

    /// <summary>The variables that it was started with; secrets are masked already.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>The commands that can be given now.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];
}

/// <summary>Where a resource listens.</summary>
/// <param name="Name">The name of the endpoint.</param>
/// <param name="Address">The address.</param>
public sealed record ResourceAddress(string Name, string Address)
{
    /// <summary>Whether a browser can open it.</summary>
    public bool IsWeb => Address.StartsWith("http://", StringComparison.Ordinal) || Address.StartsWith("https://", StringComparison.Ordinal);
}

/// <summary>What a health check found.</summary>
/// <param name="Name">The check.</param>
/// <param name="Status">What it found.</param>
/// <param name="Description">Why.</param>
public sealed record ResourceHealth(string Name, string Status, string? Description);

/// <summary>How a state is to be taken.</summary>
public enum ResourceMood
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>On its way.</summary>
    Busy,

    /// <summary>Stopped, or done.</summary>
    Idle,

    /// <summary>Up, with something to look at.</summary>
    Doubtful,

    /// <summary>Down.</summary>
    Bad,
}
