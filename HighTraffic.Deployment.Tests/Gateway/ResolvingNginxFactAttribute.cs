namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A test with an Nginx that re-resolves names, as the image's does; skipped if Nginx is older.</summary>
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
