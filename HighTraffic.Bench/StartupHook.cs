using System.Diagnostics.CodeAnalysis;
using HighTraffic.Bench.Techniques;

/// <summary>The code that .NET runs first in a process with <see cref="BarePublish.ApiSetting"/>. .NET prescribes its name and place.</summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for it outside of all namespaces.")]
internal static class StartupHook
{
    /// <summary>Registers this assembly with ASP.NET Core, which then loads its hosting startup.</summary>
    public static void Initialize() =>
        Environment.SetEnvironmentVariable("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(BarePublish).Assembly.GetName().Name);
}
