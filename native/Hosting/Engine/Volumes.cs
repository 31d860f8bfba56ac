using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Engine;

/// <summary>Folders that outlive a run. A volume belongs to an AppHost by its path, so two copies of a repository share none.</summary>
internal sealed class Volumes : IDisposable
{
    private readonly List<FileStream> _locks = [];

    public static VolumeAnnotation Declare<T>(IResourceBuilder<T> builder, string? name) where T : IResource
    {
        var app = builder.ApplicationBuilder;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(app.AppHostDirectory)))[..10];
        return new VolumeAnnotation(name ?? $"{app.Environment.ApplicationName}-{hash}-{builder.Resource.Name}-data".ToLowerInvariant());
    }

    /// <summary>Takes a volume for this run.</summary>
    /// <exception cref="DistributedApplicationException">Another AppHost has it.</exception>
    public void Take(VolumeAnnotation volume, string resourceName)
    {
        var path = RunFolder.MakePassable(PathOf(volume));
        _locks.Add(FileLock.TryAcquire(path + ".lock") ?? throw new DistributedApplicationException(
            $"The data of '{resourceName}' ({path}) is in use by another run of this AppHost; end that run first, or run a copy of the repository."));
    }

    /// <summary>The folder of a volume.</summary>
    public static string PathOf(VolumeAnnotation volume) => Path.Combine(Root(), volume.Name);

    public void Dispose() => _locks.ForEach(held => held.Dispose());

    private static string Root()
    {
        // root's home is closed to the user that PostgreSQL runs as.
        var root = Environment.IsPrivilegedProcess
            ? "/var/lib"
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return RunFolder.MakePassable(Path.Combine(RunFolder.MakePassable(Path.Combine(root, "aspire-native")), "volumes"));
    }
}
