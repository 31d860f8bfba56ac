using HighTraffic.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace HighTraffic.AppHost;

/// <summary>Prints the addresses of the app once everything is healthy.</summary>
internal sealed class AddressAnnouncer(
    IResource[] declared, ResourceNotificationService notifications, IHostEnvironment environment, IServiceProvider services)
{
    /// <summary>Waits until all resources are healthy, and prints the addresses.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        await WaitUntilAllAreHealthyAsync(stoppingToken);
        var gateway = Resource<IResourceWithEndpoints>(ResourceNames.Gateway).PublicEndpoint().Url;
        var lines = new List<(string Name, string Value)> { ("App", gateway) };

        // The API serves its docs in development only.
        if (environment.IsDevelopment())
        {
            lines.Add(("API docs", $"{gateway}/scalar"));
        }

        if (Dashboard.Find(services) is { } dashboard)
        {
            lines.Add(("Dashboard", dashboard.LoginAddress));
        }

        lines.Add(("RabbitMQ", await RabbitMqAsync(stoppingToken)));
        lines.Add(("API key", (await Resource<ParameterResource>(ResourceNames.ApiKey).GetValueAsync(stoppingToken))!));
        Console.WriteLine(string.Join(Environment.NewLine, lines.Select(line => $"{line.Name,-10} {line.Value}")));
    }

    private async Task WaitUntilAllAreHealthyAsync(CancellationToken stoppingToken)
    {
        var missing = declared.Where(resource => resource.Annotations.OfType<HealthCheckAnnotation>().Any() || resource.Name == ResourceNames.Migrations)
            .ToDictionary(resource => resource.Name, resource => resource.GetReplicaCount());
        var instances = new Dictionary<string, ResourceEvent>();
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            instances[change.ResourceId] = change;
            if (missing.All(resource => instances.Values.Count(instance => instance.Resource.Name == resource.Key && IsUp(instance.Snapshot)) >= resource.Value))
            {
                return;
            }
        }
    }

    private static bool IsUp(CustomResourceSnapshot snapshot) =>
        snapshot.HealthStatus == HealthStatus.Healthy || (snapshot.State?.Text == KnownResourceStates.Finished && snapshot.ExitCode == 0);

    private async Task<string> RabbitMqAsync(CancellationToken cancellationToken)
    {
        var password = await Resource<ParameterResource>($"{ResourceNames.Messaging}-password").GetValueAsync(cancellationToken);
        return $"{Endpoint(ResourceNames.Messaging, "management").Url} (user guest, password {password})";
    }

    private EndpointReference Endpoint(string resource, string endpoint) => new(Resource<IResourceWithEndpoints>(resource), endpoint);

    private T Resource<T>(string name) where T : IResource => declared.OfType<T>().Single(resource => resource.Name == name);
}
