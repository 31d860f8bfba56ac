namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A test of the real Nginx with several inputs, skipped where it is not installed.</summary>
internal sealed class NginxTheoryAttribute : TheoryAttribute
{
    public NginxTheoryAttribute()
    {
        if (NginxProcess.Program is null)
        {
            Skip = "nginx is not installed on this machine.";
        }
    }
}
