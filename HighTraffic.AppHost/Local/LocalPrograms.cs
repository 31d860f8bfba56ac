using System.Diagnostics;

namespace HighTraffic.AppHost.Local;

/// <summary>The programs that the local servers need.</summary>
internal static class LocalPrograms
{
    /// <summary>Installs the missing programs, or explains on standard error how to install them.</summary>
    /// <param name="appHostDirectory">The folder of the AppHost.</param>
    /// <returns>Whether all programs are installed.</returns>
    public static bool Install(string appHostDirectory)
    {
        using var script = Process.Start("bash", [Path.Combine(appHostDirectory, "Local", "install.sh")]);
        script.WaitForExit();
        return script.ExitCode == 0;
    }
}
