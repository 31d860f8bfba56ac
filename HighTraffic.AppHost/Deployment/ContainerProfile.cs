namespace HighTraffic.AppHost;

/// <summary>What a container of the app needs and may do, in both Docker Compose and Kubernetes.</summary>
internal sealed record ContainerProfile
{
    /// <summary>The user and the group to run as; never root.</summary>
    public required int User { get; init; }

    /// <summary>The port that other containers call; null if none does.</summary>
    public int? Port { get; init; }

    /// <summary>The CPU request and limit, in thousandths of a processor.</summary>
    public required (int Request, int Limit) Processor { get; init; }

    /// <summary>The memory request and limit, in megabytes. Beyond the limit the container is killed.</summary>
    public required (int Request, int Limit) Memory { get; init; }

    /// <summary>How long it may take to stop, in seconds.</summary>
    public required int StopSeconds { get; init; }

    /// <summary>Whether the image works with a read-only root file system, except for <see cref="Scratch"/>.</summary>
    public bool HasReadOnlyRoot { get; init; } = true;

    /// <summary>The folders with temporary data, and their maximum sizes in megabytes.</summary>
    public IReadOnlyDictionary<string, int> Scratch { get; init; } = new Dictionary<string, int> { ["/tmp"] = 64 };

    /// <summary>Whether it must keep its host name after a restart.</summary>
    public bool HasStableName { get; init; }

    /// <summary>The health check; null for a container that runs to completion.</summary>
    public HealthCheck? Health { get; init; }
}

/// <summary>A health check of a container.</summary>
internal abstract record HealthCheck;

/// <summary>A health check by GET, from outside the container.</summary>
/// <param name="Port">The port.</param>
/// <param name="Ready">The path for readiness.</param>
/// <param name="Live">The path for liveness.</param>
internal sealed record HttpCheck(int Port, string Ready, string Live) : HealthCheck;

/// <summary>A health check by a command in the container. Exit code 0 means healthy.</summary>
/// <param name="Words">The program and its arguments.</param>
internal sealed record CommandCheck(params string[] Words) : HealthCheck;
