namespace HighTraffic.Deployment.Tests.Published;

/// <summary>The approved and committed files of a target.</summary>
internal static class Snapshot
{
    /// <summary>The folder of a target.</summary>
    public static string Of(string target) => Path.Combine(Repository.Project("Deployment.Tests"), "Snapshots", target.ToLowerInvariant());

    /// <summary>The files below a folder, by their relative paths.</summary>
    public static SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), file => File.ReadAllText(file).ReplaceLineEndings("\n")),
        StringComparer.Ordinal);

    /// <summary>Replaces the approved files with the published ones.</summary>
    public static void Approve(string target, string published)
    {
        var folder = Of(target);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var (path, content) in Files(published))
        {
            var file = new FileInfo(Path.Combine(folder, path));
            file.Directory!.Create();
            File.WriteAllText(file.FullName, content);
        }
    }
}
