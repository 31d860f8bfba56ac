namespace HighTraffic.Deployment.Tests;

/// <summary>The copy of the repository in which the tests were built.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The folder of a project, whatever the name of the solution.</summary>
    public static string Project(string suffix) => Directory.EnumerateDirectories(Root, $"*.{suffix}").Single();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.sln").Any())
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No solution was found above {AppContext.BaseDirectory}.");
    }
}
