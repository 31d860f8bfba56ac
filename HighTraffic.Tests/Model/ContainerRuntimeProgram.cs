namespace HighTraffic.Tests.Model;

/// <summary>A stand-in for the program of a container runtime, for an app model that checks for one.</summary>
internal sealed class ContainerRuntimeProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("runtime-");

    /// <param name="network">Its output for a network.</param>
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

    /// <summary>The argument that makes Aspire use it.</summary>
    public string Argument => $"--ASPIRE_CONTAINER_RUNTIME={Path}";

    /// <summary>One that Aspire can use.</summary>
    public static ContainerRuntimeProgram Current() => new("""[{"name":"podman","containers":{}}]""");

    /// <summary>One that, like Podman 4.3, does not list the containers of a network.</summary>
    public static ContainerRuntimeProgram Old() => new("""[{"name":"podman"}]""");

    public void Dispose() => _folder.Delete(recursive: true);
}
