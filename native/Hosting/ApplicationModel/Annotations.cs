using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Which image a container resource was declared with.</summary>
internal sealed record ImageAnnotation(string Image) : IResourceAnnotation;

/// <summary>The Dockerfile that a container resource is built from.</summary>
internal sealed record DockerfileAnnotation(string ContextPath, string DockerfilePath) : IResourceAnnotation;

/// <summary>A data folder that outlives the run.</summary>
internal sealed record VolumeAnnotation(string Name) : IResourceAnnotation;

/// <summary>The project that a resource runs.</summary>
internal sealed record ProjectAnnotation(string ProjectPath, string AssemblyPath) : IResourceAnnotation;

/// <summary>How many processes a project gets.</summary>
internal sealed record ReplicaAnnotation(int Replicas) : IResourceAnnotation;

/// <summary>That a server also offers its management plugin.</summary>
internal sealed record ManagementPluginAnnotation : IResourceAnnotation;

/// <summary>What a resource waits for before it starts.</summary>
internal sealed record WaitAnnotation(IResource Resource, WaitType WaitType, int ExitCode = 0) : IResourceAnnotation;

/// <summary>What is waited for.</summary>
internal enum WaitType
{
    /// <summary>Until the other runs and all its health checks pass.</summary>
    UntilHealthy,

    /// <summary>Until the other runs.</summary>
    UntilStarted,

    /// <summary>Until the other has ended with the expected code.</summary>
    Completion,
}

/// <summary>Fills environment variables in when a process starts.</summary>
internal sealed record EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> Callback) : IResourceAnnotation;

/// <summary>Fills arguments in when a process starts.</summary>
internal sealed record CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> Callback) : IResourceAnnotation;

/// <summary>Runs once when a resource has become healthy, before those that wait for it go on.</summary>
internal sealed record ReadyCallbackAnnotation(Func<CancellationToken, Task> Callback) : IResourceAnnotation;

/// <summary>A health check registered in the AppHost's services under this key.</summary>
/// <param name="key">The name of the registration.</param>
public sealed class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>The name of the registration.</summary>
    public string Key { get; } = key;
}

/// <summary>A health check by HTTP that is made against each replica's own endpoint.</summary>
internal sealed record HttpHealthCheckAnnotation(string EndpointName, string Path, int StatusCode) : IResourceAnnotation;

/// <summary>A name for the report of a health check.</summary>
/// <param name="Name">The name of the check.</param>
/// <param name="Status">What it found, or null before its first run.</param>
/// <param name="Description">What it says.</param>
/// <param name="ExceptionText">What it stumbled over.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText);
