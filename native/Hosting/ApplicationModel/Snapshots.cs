using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known about a resource at a moment.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>What kind of resource it is.</summary>
    public required string ResourceType { get; init; }

    /// <summary>More about it, by name (<see cref="KnownProperties"/>).</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>Where it stands, one of <see cref="KnownResourceStates"/>.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>The code it ended with.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When it was started last, in UTC.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When it ended last, in UTC.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>Where it listens.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>The variables that it was started with, secrets among them.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>What its health checks found.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; init; } = [];

    /// <summary>
    /// The worst that its health checks found: null unless it runs, and healthy if it has no checks.
    /// </summary>
    public HealthStatus? HealthStatus => State?.Text != KnownResourceStates.Running
        ? null
        : HealthReports.Length == 0 ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
        : HealthReports.Min(report => report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);
}

/// <summary>Where a resource stands.</summary>
/// <param name="Text">One of <see cref="KnownResourceStates"/>.</param>
/// <param name="Style">One of <see cref="KnownResourceStateStyles"/>, or null.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state without a style.</summary>
    /// <param name="text">One of <see cref="KnownResourceStates"/>.</param>
    public static implicit operator ResourceStateSnapshot(string text) => new(text, null);

    /// <summary>A state without a style.</summary>
    /// <param name="text">One of <see cref="KnownResourceStates"/>.</param>
    /// <returns>The state.</returns>
    public static ResourceStateSnapshot FromString(string text) => text;
}

/// <summary>A property of a resource.</summary>
/// <param name="Name">One of <see cref="KnownProperties"/>.</param>
/// <param name="Value">Its value.</param>
public sealed record ResourcePropertySnapshot(string Name, object? Value);

/// <summary>Where a resource listens.</summary>
/// <param name="Name">The name of the endpoint.</param>
/// <param name="Url">The address.</param>
/// <param name="IsInternal">Whether it is of no use to a person.</param>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal);

/// <summary>A variable that a resource was started with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsFromSpec">Whether the app model set it, and not the AppHost's own environment.</param>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);

/// <summary>The names of properties.</summary>
internal static class KnownProperties
{
    /// <summary>The id of the process.</summary>
    public const string ExecutablePid = "executable.pid";

    /// <summary>How often the process was started again after it had ended by itself.</summary>
    public const string Restarts = "executable.restarts";
}

/// <summary>The states of a resource.</summary>
public static class KnownResourceStates
{
    /// <summary>Not to be started yet.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>Waiting for another resource.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>Being started.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>Up.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>Asked to end.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Ended by request, or badly.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>Ended well, its work done.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>Could not be started.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>The states that a resource does not leave by itself.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

/// <summary>How a state is shown.</summary>
public static class KnownResourceStateStyles
{
    /// <summary>Good.</summary>
    public static readonly string Success = "success";

    /// <summary>Bad.</summary>
    public static readonly string Error = "error";
}

/// <summary>Tells that a resource changed.</summary>
/// <param name="resource">The resource.</param>
/// <param name="resourceId">The id of the instance: replicas of a resource have one each.</param>
/// <param name="snapshot">What is known now.</param>
public sealed class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The id of the instance: replicas of a resource have one each.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>What is known now.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
