namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A test with the real Nginx and several inputs, skipped if Nginx is not installed.</summary>
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
