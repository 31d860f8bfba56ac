using System.Diagnostics;

namespace HighTraffic.AppHost.Local;

/// <summary>The programs that the local servers need.</summary>
internal static class LocalPrograms
{
    /// <summary>Installs those that are missing, or says in a sentence on standard error what to do about them.</summary>
    /// <param name="appHostDirectory">The folder of the AppHost.</param>
    /// <returns>Whether all are there.</returns>
    public static bool Install(string appHostDirectory)
    {
        using var script = Process.Start("bash", [Path.Combine(appHostDirectory, "Local", "install.sh")]);
        script.WaitForExit();
        return script.ExitCode == 0;
    }
}
