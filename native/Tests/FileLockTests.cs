using Aspire.Hosting.Engine;

namespace Aspire.Hosting.Tests;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void AFileIsTakenByOneAtATime()
    {
        var path = Path.Combine(_folder.Path, "lock");
        using (var held = FileLock.TryAcquire(path))
        {
            Assert.NotNull(held);
            Assert.Null(FileLock.TryAcquire(path));
        }

        using var next = FileLock.TryAcquire(path);
        Assert.NotNull(next);
    }

    [Fact]
    public void AFileThatCannotBeOpenedIsNotMistakenForATakenOne() =>
        Assert.Throws<DirectoryNotFoundException>(() => FileLock.TryAcquire(Path.Combine(_folder.Path, "missing", "lock")));

    public void Dispose() => _folder.Dispose();
}
