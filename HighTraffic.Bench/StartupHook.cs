using System.Diagnostics.CodeAnalysis;
using HighTraffic.Bench.Techniques;

/// <summary>What .NET runs first in a process that is told to by <see cref="BarePublish.ApiSetting"/>. Its name and place are .NET's.</summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for it outside of all namespaces.")]
internal static class StartupHook
{
    /// <summary>Names this assembly to ASP.NET Core, which then looks into it for what is to be added to the host.</summary>
    public static void Initialize() =>
        Environment.SetEnvironmentVariable("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(BarePublish).Assembly.GetName().Name);
}
