namespace HighTraffic.AppHost;

/// <summary>The deployment targets (docs/deployment.md).</summary>
internal enum DeploymentTarget
{
    /// <summary>Azure Container Apps, through the manifest that azd reads.</summary>
    Azure,

    /// <summary>Docker Compose.</summary>
    Compose,

    /// <summary>Kubernetes, as a Helm chart.</summary>
    Kubernetes,
}
