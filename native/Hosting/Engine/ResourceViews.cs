using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using HighTraffic.Native.Dashboard.Resources;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Engine;

/// <summary>Makes what the dashboard shows of a resource. No secret leaves the engine for it.</summary>
internal static class ResourceViews
{
    private const string Mask = "••••••••";

    // A shorter secret would mask whatever happens to be written like it.
    private const int ShortestMasked = 6;

    public static CustomResourceSnapshot Unknown(IResource resource) => new()
    {
        ResourceType = resource.GetType().Name,
        Properties = [],
        State = KnownResourceStates.NotStarted,
    };

    public static async Task<ResourceView> MakeAsync(
        DistributedApplicationModel model, ResourceEvent change, IEnumerable<string> secrets, CancellationToken cancellationToken)
    {
        var snapshot = change.Snapshot;
        var hasProcess = change.Resource is ContainerResource or ProjectResource;
        return new ResourceView
        {
            Id = change.ResourceId,
            Name = change.Resource.Name,
            Kind = Kind(change.Resource),
            Parent = (change.Resource as IResourceWithParent<IResource>)?.Parent.Name,
            State = State(snapshot),
            Mood = Mood(snapshot),
            Reason = Reason(change.Resource, snapshot),
            HasProcess = hasProcess,
            ProcessId = snapshot.StopTimeStamp is null ? Property(snapshot, KnownProperties.ExecutablePid) : null,
            Restarts = Property(snapshot, KnownProperties.Restarts) ?? 0,
            Started = snapshot.StartTimeStamp,
            Stopped = snapshot.StopTimeStamp,
            Addresses = [.. snapshot.Urls.Select(url => new ResourceAddress(url.Name ?? "", url.Url))],
            Health = [.. snapshot.HealthReports.Select(report =>
                new ResourceHealth(report.Name, report.Status?.ToString() ?? "Not checked yet", report.Description ?? report.ExceptionText))],
            Environment = Masked(snapshot, [.. secrets, .. await SecretsAsync(model, cancellationToken)]),
            Commands = hasProcess ? Commands(snapshot) : [],
        };
    }

    private static string Kind(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ContainerResource container when container.TryGetLastAnnotation<DockerfileAnnotation>(out _) => "Dockerfile",
        ContainerResource container when container.TryGetLastAnnotation<ImageAnnotation>(out var image) => image.Image,
        IResourceWithParent<IResource> => "Database",
        _ => resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal),
    };

    private static string State(CustomResourceSnapshot snapshot) => snapshot.State?.Text switch
    {
        null => KnownResourceStates.NotStarted,
        var state when state == KnownResourceStates.Running => snapshot.HealthStatus switch
        {
            HealthStatus.Healthy => "Healthy",
            HealthStatus.Degraded => "Degraded",
            _ => "Unhealthy",
        },
        var state when state == KnownResourceStates.FailedToStart => "Failed to start",
        var state => state,
    };

    private static ResourceMood Mood(CustomResourceSnapshot snapshot) => (snapshot.State?.Text, snapshot.HealthStatus) switch
    {
        ("Running", HealthStatus.Healthy) => ResourceMood.Good,
        ("Running", HealthStatus.Degraded) => ResourceMood.Doubtful,
        ("Running", _) when snapshot.HealthReports.Any(report => report.Status is null) => ResourceMood.Busy,
        ("Running", _) => ResourceMood.Doubtful,
        ("Finished", _) => ResourceMood.Idle,
        ("Exited", _) when snapshot.State!.Style != KnownResourceStateStyles.Error => ResourceMood.Idle,
        ("Exited" or "FailedToStart", _) => ResourceMood.Bad,
        (null or "NotStarted", _) => ResourceMood.Idle,
        _ => ResourceMood.Busy,
    };

    private static string? Reason(IResource resource, CustomResourceSnapshot snapshot) => snapshot.State?.Text switch
    {
        "Waiting" => $"for {string.Join(", ", resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).Distinct())}",
        "Running" => snapshot.HealthReports.FirstOrDefault(report => report.Status is HealthStatus.Unhealthy or HealthStatus.Degraded) is { } report
            ? report.Description ?? report.ExceptionText ?? report.Name
            : null,
        "Exited" when snapshot.State.Style == KnownResourceStateStyles.Error => string.Create(CultureInfo.InvariantCulture, $"with exit code {snapshot.ExitCode}"),
        "FailedToStart" => "its console tells why",
        _ => null,
    };

    private static IReadOnlyList<string> Commands(CustomResourceSnapshot snapshot) => snapshot.State?.Text switch
    {
        null or "NotStarted" or "Stopping" => [],
        "Exited" when snapshot.State.Style == KnownResourceStateStyles.Error => [KnownResourceCommands.StopCommand, KnownResourceCommands.RestartCommand],
        "Finished" or "Exited" or "FailedToStart" => [KnownResourceCommands.StartCommand],
        "Running" => [KnownResourceCommands.StopCommand, KnownResourceCommands.RestartCommand],
        _ => [KnownResourceCommands.StopCommand],
    };

    private static int? Property(CustomResourceSnapshot snapshot, string name) =>
        snapshot.Properties.FirstOrDefault(property => property.Name == name)?.Value as int?;

    private static async Task<IReadOnlyList<string>> SecretsAsync(DistributedApplicationModel model, CancellationToken cancellationToken)
    {
        // The passwords of servers are parameters that hang on their connection strings only.
        var expressions = model.Resources.OfType<IResourceWithConnectionString>()
            .SelectMany(resource => resource.GetConnectionProperties().Select(property => property.Value).Prepend(resource.ConnectionStringExpression));
        var parameters = model.Resources.Concat(expressions.SelectMany(ProvidersIn)).OfType<ParameterResource>().Where(parameter => parameter.Secret).Distinct();
        var secrets = new List<string>();
        foreach (var parameter in parameters)
        {
            if (await ValueOrNullAsync(parameter, cancellationToken) is { Length: >= ShortestMasked } value)
            {
                secrets.Add(value);
                secrets.Add(Uri.EscapeDataString(value));
            }
        }

        return secrets;
    }

    // A parameter without a value keeps its resources from starting, and that is told there.
    private static async Task<string?> ValueOrNullAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        try
        {
            return await parameter.GetValueAsync(cancellationToken);
        }
        catch (DistributedApplicationException)
        {
            return null;
        }
    }

    private static IEnumerable<object> ProvidersIn(ReferenceExpression expression) =>
        expression.ValueProviders.SelectMany(provider => provider is ReferenceExpression inner ? ProvidersIn(inner) : [provider]);

    private static IReadOnlyList<KeyValuePair<string, string>> Masked(CustomResourceSnapshot snapshot, IReadOnlyList<string> secrets) =>
        [.. snapshot.EnvironmentVariables.Select(variable => KeyValuePair.Create(
            variable.Name, secrets.Aggregate(variable.Value ?? "", (value, secret) => value.Replace(secret, Mask, StringComparison.Ordinal))))];
}
