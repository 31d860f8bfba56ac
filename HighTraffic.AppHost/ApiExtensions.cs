using System.Globalization;
using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>Declares the API.</summary>
internal static class ApiExtensions
{
    /// <summary>
    /// Adds the instances of the API. In a run each is a separate resource, which Nginx knows and balances. In a deployment they are replicas
    /// of one resource, which the platform balances (docs/decisions/0004-instances-as-resources.md).
    /// </summary>
    public static IReadOnlyList<IResourceBuilder<ProjectResource>> AddApi(
        this IDistributedApplicationBuilder builder, int replicas, ServerHome home, Action<IResourceBuilder<ProjectResource>> configure)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            return [Add(ResourceNames.Api).WithReplicas(replicas)];
        }

        return [.. Enumerable.Range(1, replicas)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"{ResourceNames.Api}-{number}"))
            .Select(name => Add(name).WithEnvironment("HighTraffic__Replica", name)

                // The replicas of a run share a machine, and would slow down each other's start.
                .WithEnvironment("HighTraffic__WarmUp__Seconds", builder.Configuration["HighTraffic:WarmUp:Seconds"] ?? "0"))];

        IResourceBuilder<ProjectResource> Add(string name)
        {
            // Without a launch profile, each instance gets its own port.
            var api = builder.AddProject<Projects.HighTraffic_Api>(name, launchProfileName: null)
                .WithHttpEndpoint()
                .WithHttpHealthCheck("/health")
                .DisableForwardedHeaders()
                .WithAppHostEnvironment()
                .WithIconName("Globe")
                .WithoutLink("http")
                .StartFromBuildOutput()
                .WithoutHttpsCertificate();
            if (home.LocalData is not null)
            {
                // Nginx connects to Kestrel directly: the orchestrator's proxy would accept connections for a dead replica.
                api.WithEndpoint("http", endpoint => endpoint.IsProxied = false)
                    .WithEnvironment("HighTraffic__Drain__AcceptsConnections", "false");
            }

            configure(api);
            return api;
        }
    }
}
