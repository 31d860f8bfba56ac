using HighTraffic.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace HighTraffic.AppHost;

/// <summary>Prints the addresses of the app, once and only when all of it is healthy.</summary>
internal sealed class AddressAnnouncer(
    DistributedApplicationModel model, ResourceNotificationService notifications, IConfiguration configuration) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WaitUntilAllAreHealthyAsync(stoppingToken);
        var gateway = Endpoint(ResourceNames.Gateway, "http").Url;
        var lines = new List<(string Name, string Value)>
        {
            ("App", gateway),
            ("API docs", $"{gateway}/scalar"),
            ("RabbitMQ", await RabbitMqAsync(stoppingToken)),
            ("API key", (await Resource<ParameterResource>(ResourceNames.ApiKey).GetValueAsync(stoppingToken))!),
        };
        if (Dashboard.Find(configuration) is { } dashboard)
        {
            lines.Insert(2, ("Dashboard", dashboard.LoginAddress));
        }

        Console.WriteLine(string.Join(Environment.NewLine, lines.Select(line => $"{line.Name,-10} {line.Value}")));
    }

    private async Task WaitUntilAllAreHealthyAsync(CancellationToken stoppingToken)
    {
        var missing = model.Resources.Where(resource => resource is ContainerResource or ProjectResource)
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
        var server = Resource<RabbitMQServerResource>(ResourceNames.Messaging);
        var user = await server.UserNameReference.GetValueAsync(cancellationToken);
        var password = await server.PasswordParameter.GetValueAsync(cancellationToken);
        return $"{server.ManagementEndpoint.Url} (user {user}, password {password})";
    }

    private EndpointReference Endpoint(string resource, string endpoint) => new(Resource<IResourceWithEndpoints>(resource), endpoint);

    private T Resource<T>(string name) where T : IResource => model.Resources.OfType<T>().Single(resource => resource.Name == name);
}

/// <summary>Adds the announcement to the app.</summary>
internal static class AddressAnnouncerExtensions
{
    /// <summary>Prints the addresses of the app when it is run.</summary>
    public static void AnnounceAddresses(this IDistributedApplicationBuilder builder, AppSettings settings)
    {
        if (builder.ExecutionContext.IsRunMode && settings.Announce)
        {
            builder.Services.AddHostedService<AddressAnnouncer>();
        }
    }
}
