using System.Diagnostics;
using Aspire.Hosting.Engine;

namespace Aspire.Hosting.Tests;

public sealed class GuardianTests
{
    [Fact]
    public void TheFolderOfTheRunGoesWithIt()
    {
        var folder = new RunFolder();
        File.WriteAllText(Path.Combine(folder.Of("server"), "file"), "");
        new Guardian(folder).Dispose();
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void TheFolderOfTheRunGoesEvenIfTheGuardianWasKilled()
    {
        var folder = new RunFolder();
        var guardian = new Guardian(folder);
        using (var process = Process.GetProcessById(guardian.ProcessId))
        {
            process.Kill();
        }

        guardian.Dispose();
        Assert.False(Directory.Exists(folder.Path));
    }
}
