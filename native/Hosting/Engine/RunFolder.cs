namespace Aspire.Hosting.Engine;

/// <summary>The folder of one run; it goes with the run.</summary>
internal sealed class RunFolder
{
    public RunFolder()
    {
        Path = Directory.CreateTempSubdirectory("aspire-native-").FullName;

        // Servers that run as another user have to get through to their own folders in it.
        File.SetUnixFileMode(Path, Passable);
    }

    public static UnixFileMode Passable =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Path { get; }

    /// <summary>The folder of an instance in it.</summary>
    public string Of(string instance) => Directory.CreateDirectory(System.IO.Path.Combine(Path, instance), Passable).FullName;
}
