namespace HighTraffic.AppHost;

/// <summary>What the app can be published for (docs/deployment.md).</summary>
internal enum DeploymentTarget
{
    /// <summary>Azure Container Apps, by the manifest that azd reads.</summary>
    Azure,

    /// <summary>Docker Compose.</summary>
    Compose,

    /// <summary>Kubernetes, as a Helm chart.</summary>
    Kubernetes,
}
