namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A test of an Nginx that looks names up again, as that of the image does; skipped where an older one is installed.</summary>
internal sealed class ResolvingNginxFactAttribute : FactAttribute
{
    private static readonly Lazy<Version?> Installed = new(NginxProcess.FindVersion);

    public ResolvingNginxFactAttribute()
    {
        if (Installed.Value is null || Installed.Value < new Version(1, 27, 3))
        {
            Skip = "nginx 1.27.3 or later is not on the PATH.";
        }
    }
}
