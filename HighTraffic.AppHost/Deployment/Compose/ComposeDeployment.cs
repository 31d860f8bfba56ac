using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>Deploys to one machine with Docker Compose, with Nginx as the edge.</summary>
internal static class ComposeDeployment
{
    public static void Describe(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        Containers.Describe(builder);
        ParameterResource[] secrets = [.. builder.Resources.OfType<ParameterResource>().Where(parameter => parameter.Secret)];
        builder.AddDockerComposeEnvironment("compose")
            .WithDashboard(enabled: false)
            .ConfigureComposeFile(ComposeNetworks.Declare)
            .ConfigureComposeFile(file => ComposeSecrets.MoveToFiles(file, secrets))
            .ConfigureComposeFile(file => file.Name = "hightraffic")
            .ConfigureEnvFile(ComposeVariables.Name);

        foreach (var container in Containers.All(builder))
        {
            container.PublishAsDockerComposeService((_, service) =>
            {
                ComposeService.Harden(service, ContainerProfiles.Of(container.Resource));
                ComposeService.Watch(service, container.Resource);
                ComposeService.KeepForShell(service);
                ComposeNetworks.Join(service);
                service.Deploy!.Replicas = container.Resource.Name switch
                {
                    ResourceNames.Api => settings.ApiReplicas,
                    ResourceNames.Worker => settings.WorkerReplicas,
                    _ => null,
                };
                service.Ports = service.Ports.ConvertAll(ComposeVariables.Bind);
                if (ComposeVariables.IsImage(service.Image, service.Name))
                {
                    service.Image = ComposeVariables.Image(service.Name, settings.Version);
                }

                if (container.Resource is ProjectResource)
                {
                    var (name, value) = ComposeVariables.TelemetryEndpoint;
                    service.Environment[name] = value;
                }

                if (container.Resource.Name == ResourceNames.Gateway && settings.Certificate.Length > 0)
                {
                    ComposeCertificate.Mount(service, settings.Certificate);
                }

                if (container.Resource.Name == ResourceNames.Api)
                {
                    // Nginx connects to the replicas directly, and tries the next one when one refuses.
                    service.Environment["HighTraffic__Drain__AcceptsConnections"] = "false";
                }
            });
        }
    }
}
