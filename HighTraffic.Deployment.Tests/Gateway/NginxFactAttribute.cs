namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A test with the real Nginx, skipped if it is not installed.</summary>
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
