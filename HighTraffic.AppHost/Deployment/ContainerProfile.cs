namespace HighTraffic.AppHost;

/// <summary>What a container of the app needs and what it may do, in Docker Compose and in Kubernetes alike.</summary>
internal sealed record ContainerProfile
{
    /// <summary>The user and the group that it runs as; never root.</summary>
    public required int User { get; init; }

    /// <summary>The port that others of the app call; null where nobody does.</summary>
    public int? Port { get; init; }

    /// <summary>Thousandths of a processor: what is kept free for it, and what it gets at most.</summary>
    public required (int Request, int Limit) Processor { get; init; }

    /// <summary>Megabytes of memory: what is kept free for it, and past which it is ended.</summary>
    public required (int Request, int Limit) Memory { get; init; }

    /// <summary>How long it may take to stop, in seconds.</summary>
    public required int StopSeconds { get; init; }

    /// <summary>Whether the image can do with a root file system that is read-only but for <see cref="Scratch"/>.</summary>
    public bool HasReadOnlyRoot { get; init; } = true;

    /// <summary>Folders that it writes to and that are lost with it, with their largest sizes in megabytes.</summary>
    public IReadOnlyDictionary<string, int> Scratch { get; init; } = new Dictionary<string, int> { ["/tmp"] = 64 };

    /// <summary>Whether it must have the same name after a restart.</summary>
    public bool HasStableName { get; init; }

    /// <summary>Tells how it is; null for a run that ends.</summary>
    public HealthCheck? Health { get; init; }
}

/// <summary>How the health of a container is asked for.</summary>
internal abstract record HealthCheck;

/// <summary>By GET, from outside of the container.</summary>
/// <param name="Port">Where it listens.</param>
/// <param name="Ready">The path that answers whether it can do its work.</param>
/// <param name="Live">The path that answers whether the process goes on.</param>
internal sealed record HttpCheck(int Port, string Ready, string Live) : HealthCheck;

/// <summary>By a command in the container, that ends with 0 when all is well.</summary>
/// <param name="Words">The program and its arguments.</param>
internal sealed record CommandCheck(params string[] Words) : HealthCheck;
