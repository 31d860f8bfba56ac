namespace HighTraffic.Deployment.Tests.Compose;

/// <summary>A test of a command of a shell, skipped where there is none.</summary>
internal sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute()
    {
        if (!File.Exists("/bin/bash"))
        {
            Skip = "bash is not installed on this machine.";
        }
    }
}
