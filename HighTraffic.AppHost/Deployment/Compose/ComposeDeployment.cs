using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>Docker Compose: one machine, with Nginx as the edge.</summary>
internal static class ComposeDeployment
{
    public static void Describe(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        Containers.Describe(builder);
        builder.AddDockerComposeEnvironment("compose")
            .WithDashboard(enabled: false)
            .ConfigureComposeFile(ComposeNetworks.Declare)
            .ConfigureComposeFile(ComposeSecrets.Require)
            .ConfigureComposeFile(file => file.Name = "hightraffic")
            .ConfigureEnvFile(ComposeSecrets.LeaveOut);

        foreach (var container in Containers.All(builder))
        {
            container.PublishAsDockerComposeService((_, service) =>
            {
                ComposeService.Harden(service, ContainerProfiles.Of(container.Resource));
                ComposeService.Watch(service, container.Resource);
                ComposeNetworks.Join(service);
                service.Deploy!.Replicas = container.Resource.Name switch
                {
                    ResourceNames.Api => settings.ApiReplicas,
                    ResourceNames.Worker => settings.WorkerReplicas,
                    _ => null,
                };
                if (service.Image == $"${{{ImageVariable(service.Name)}}}")
                {
                    service.Image = $"${{{ImageVariable(service.Name)}:-{service.Name}:{settings.Version}}}";
                }

                if (container.Resource is ProjectResource)
                {
                    service.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "${OTEL_EXPORTER_OTLP_ENDPOINT:-}";
                }
            });
        }
    }

    private static string ImageVariable(string service) => $"{service.ToUpperInvariant()}_IMAGE";
}
