namespace HighTraffic.Deployment.Tests.Compose;

/// <summary>A test of a shell command, skipped if there is no shell.</summary>
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
