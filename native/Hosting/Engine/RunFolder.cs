namespace Aspire.Hosting.Engine;

/// <summary>The folder of one run; it goes with the run.</summary>
internal sealed class RunFolder
{
    public RunFolder()
    {
        Path = MakePassable(Create());
    }

    public string Path { get; }

    /// <summary>Makes a folder that servers which run as another user can get through, to their own folders in it.</summary>
    public static string MakePassable(string path)
    {
        // Not by the mode of the creation, from which the umask of whoever starts the app is taken away.
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(
            path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return path;
    }

    /// <summary>Removes it.</summary>
    public void Delete() => Directory.Delete(Path, recursive: true);

    /// <summary>The folder of an instance in it.</summary>
    public string Of(string instance) => MakePassable(System.IO.Path.Combine(Path, instance));

    private static string Create()
    {
        try
        {
            return Directory.CreateTempSubdirectory("aspire-native-").FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException(
                $"No folder can be made in {System.IO.Path.GetTempPath()} ({exception.Message.TrimEnd('.')}); make room there, or let TMPDIR name another place.", exception);
        }
    }
}
