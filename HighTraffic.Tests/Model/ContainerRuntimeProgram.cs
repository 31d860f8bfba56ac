namespace HighTraffic.Tests.Model;

/// <summary>Plays the program of a container runtime, for an app model that asks whether there is one.</summary>
internal sealed class ContainerRuntimeProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("runtime-");

    /// <param name="network">What it says of a network.</param>
    public ContainerRuntimeProgram(string network)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "podman");
        File.WriteAllText(Path, $"#!/bin/sh\necho '{network}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The path of the program.</summary>
    public string Path { get; }

    /// <summary>The argument that has Aspire use it.</summary>
    public string Argument => $"--ASPIRE_CONTAINER_RUNTIME={Path}";

    /// <summary>One that Aspire can use.</summary>
    public static ContainerRuntimeProgram Current() => new("""[{"name":"podman","containers":{}}]""");

    /// <summary>One that does not list the containers of a network, as Podman 4.3.</summary>
    public static ContainerRuntimeProgram Old() => new("""[{"name":"podman"}]""");

    public void Dispose() => _folder.Delete(recursive: true);
}
