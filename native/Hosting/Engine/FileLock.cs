namespace Aspire.Hosting.Engine;

/// <summary>Takes a file for one process; the lock goes with the process, however it ends.</summary>
internal static class FileLock
{
    /// <summary>Takes the file, waiting for another process that holds it.</summary>
    public static FileStream Acquire(string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return Open(path);
            }
            catch (IOException exception) when (IsHeld(exception) && tries < 100)
            {
                // The kernel offers no way to be told when a flock is released but to block in it, which .NET does not do.
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Takes the file, or returns null if another process holds it.</summary>
    public static FileStream? TryAcquire(string path)
    {
        try
        {
            return Open(path);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    // .NET hands the error of flock(2) on: EWOULDBLOCK. A full disk, say, is another.
    private static bool IsHeld(IOException exception) => exception.HResult == 11;

    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
