using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HighTraffic.AppHost;

/// <summary>
/// The folder for the servers' data. A kept folder belongs to one copy of the repository and to one run at a time. A temporary one is removed
/// when the run ends, or by its last server if the AppHost was killed (Local/server.sh).
/// </summary>
internal sealed class DataFolder : IHostedService, IDisposable
{
    private static readonly TimeSpan WaitForLastRun = TimeSpan.FromSeconds(30);
    private readonly List<FileStream> _locks = [];

    private DataFolder(string path, bool isKept) => (Path, IsKept) = (path, isKept);

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>Whether it outlives the run.</summary>
    public bool IsKept { get; }

    /// <summary>Locks the folder of this run. Ends the process with a message if it is in use or not writable.</summary>
    public static DataFolder Take(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        try
        {
            RemoveForgotten();
            var folder = settings.KeepData ? new DataFolder(PathOf(builder.AppHostDirectory), isKept: true) : new DataFolder(NewTemporary(), isKept: false);
            folder.Lock();
            builder.Services.AddHostedService(_ => folder);
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Refusal.End($"The folder for the servers' data cannot be used: {exception.Message}");
            throw;
        }
    }

    /// <summary>The folder of one server.</summary>
    public string Of(string server) => System.IO.Path.Combine(Path, server);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _locks.ForEach(held => held.Dispose());
        if (!IsKept)
        {
            RemoveIfUnused(Path);
        }
    }

    // Other users must be able to enter it: if this process is root, PostgreSQL and Nginx's workers run as other users.
    private static string Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path).FullName;
        }

        const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, Passable);
        return path;
    }

    /// <summary>The folder for the kept data of a copy of the repository.</summary>
    public static string PathOf(string appHostDirectory)
    {
        // Other users cannot enter root's home.
        var home = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
            ? "/var/lib"
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        var copy = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appHostDirectory)))[..10];
        return Create(System.IO.Path.Combine(Create(System.IO.Path.Combine(home, "hightraffic")), copy));
    }

    private static string NewTemporary() => Create(Directory.CreateTempSubdirectory("hightraffic-").FullName);

    private void Lock()
    {
        if (IsKept)
        {
            _locks.Add(TryOpen("run.lock", FileAccess.ReadWrite, FileShare.None) ?? throw new IOException(
                $"another run of this copy uses {Path}. End that run first, use another copy of the repository, or set HighTraffic:KeepData=false."));
            WaitForServersOfLastRun();
        }

        _locks.Add(TryOpen("servers.lock", FileAccess.Read, FileShare.Read) ?? throw new IOException($"{Path} is in use."));
    }

    // The orchestrator stops the servers a few seconds after the AppHost has ended.
    private void WaitForServersOfLastRun()
    {
        var end = DateTime.UtcNow + WaitForLastRun;
        while (TryOpen("servers.lock", FileAccess.ReadWrite, FileShare.None) is var free)
        {
            if (free is not null)
            {
                free.Dispose();
                return;
            }

            if (DateTime.UtcNow > end)
            {
                throw new IOException($"servers of an earlier run still use {Path}. End them and try again.");
            }

            // There is no way to wait for a file lock.
            Thread.Sleep(100);
        }
    }

    private FileStream? TryOpen(string name, FileAccess access, FileShare share) => TryOpen(System.IO.Path.Combine(Path, name), access, share, FileMode.OpenOrCreate);

    // .NET locks files with flock(2), as the scripts do: exclusively for FileShare.None, and otherwise shared.
    private static FileStream? TryOpen(string path, FileAccess access, FileShare share, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, access, share);
        }
        catch (IOException exception) when (IsLocked(exception))
        {
            return null;
        }
    }

    // EWOULDBLOCK, or ERROR_SHARING_VIOLATION on Windows. Other errors, such as a full disk, must not look like a lock.
    private static bool IsLocked(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    // After a power failure, nothing has removed them.
    private static void RemoveForgotten()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), "hightraffic-*"))
        {
            RemoveIfUnused(folder);
        }
    }

    private static void RemoveIfUnused(string folder)
    {
        try
        {
            using var free = TryOpen(System.IO.Path.Combine(folder, "servers.lock"), FileAccess.ReadWrite, FileShare.None, FileMode.Open);
            if (free is not null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It belongs to another user, or another run is about to use or remove it.
        }
    }
}
