namespace Aspire.Hosting;

/// <summary>How an app is to be run.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>Whether the app runs without a dashboard. So does one for which another receiver of telemetry is configured.</summary>
    public bool DisableDashboard { get; set; }
}
