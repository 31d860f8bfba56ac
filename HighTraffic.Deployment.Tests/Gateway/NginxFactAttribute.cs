namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A test of the real Nginx, skipped where it is not installed.</summary>
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (NginxProcess.Program is null)
        {
            Skip = "nginx is not installed on this machine.";
        }
    }
}
