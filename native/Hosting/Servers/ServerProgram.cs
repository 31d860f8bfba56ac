using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;

namespace Aspire.Hosting.Servers;

/// <summary>The program that stands behind an image.</summary>
internal abstract class ServerProgram
{
    /// <summary>Finds the program of a container resource.</summary>
    /// <exception cref="DistributedApplicationException">The engine knows no program for the image.</exception>
    public static ServerProgram For(ContainerResource resource)
    {
        var dockerfile = resource.TryGetLastAnnotation<DockerfileAnnotation>(out var built) ? Dockerfile.Read(built) : null;
        var image = dockerfile?.BaseImage ?? (resource.TryGetLastAnnotation<ImageAnnotation>(out var declared) ? declared.Image : "");
        return image.Split(':', '@')[0].Split('/')[^1] switch
        {
            "postgres" => new PostgresProgram(),
            "redis" => new RedisProgram(),
            "rabbitmq" => new RabbitMqProgram(),
            "nginx" or "nginx-unprivileged" when dockerfile is not null => new NginxProgram(dockerfile),
            _ => throw new DistributedApplicationException(
                $"The native engine knows no program for the image '{image}' of '{resource.Name}'; run it on the Aspire engine, which needs a container runtime."),
        };
    }

    /// <summary>Checks that the program is on this machine.</summary>
    /// <exception cref="DistributedApplicationException">It is not; the message names the package to install.</exception>
    public abstract void EnsureInstalled();

    /// <summary>Writes the configuration and makes the data folder ready.</summary>
    /// <returns>What to start; the last one is the server, those before it are its companions.</returns>
    public abstract Task<IReadOnlyList<ProcessSpec>> PrepareAsync(ServerLaunch launch, CancellationToken cancellationToken);

    /// <summary>Finds a program: in the folders given, else on the PATH and where Debian keeps servers out of an ordinary user's.</summary>
    protected static string Require(string program, string package, params IEnumerable<string> folders)
    {
        var path = folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).Concat(["/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        return path ?? throw new DistributedApplicationException(
            $"{program} is not installed; install it with 'apt-get install --no-install-recommends {package}' as root, or start the app with ./run.sh, which does.");
    }

    /// <summary>Writes a file that only its owner may read, since it holds a secret.</summary>
    protected static void WriteSecret(string path, string content)
    {
        File.Delete(path);
        using var file = new StreamWriter(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(content);
    }
}

/// <summary>What a server is to be started with.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Folder">A folder that goes with the run.</param>
/// <param name="Volume">A folder that stays, if the resource has a data volume.</param>
/// <param name="Environment">The variables of its image.</param>
/// <param name="Arguments">The arguments of its image.</param>
/// <param name="PortOf">Finds the port of an endpoint.</param>
/// <param name="RunAsync">Runs a program to its end, before the server is started.</param>
internal sealed record ServerLaunch(
    ContainerResource Resource,
    string Folder,
    string? Volume,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> Arguments,
    Func<string, int> PortOf,
    Func<ProcessSpec, CancellationToken, Task> RunAsync)
{
    /// <summary>The folder for its data.</summary>
    public string DataFolder => Volume ?? Path.Combine(Folder, "data");
}
