namespace HighTraffic.Deployment.Tests.Template;

/// <summary>A solution created by <c>dotnet new hightraffic -n Contoso.Shop</c>, with templates that are installed only for the test.</summary>
public sealed class CreatedProject : IAsyncLifetime
{
    public const string Name = "Contoso.Shop";
    public const int Port = 9_090;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("template-test-");

    public string Path => System.IO.Path.Combine(_folder.FullName, Name);

    /// <summary>All of its files except build output.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Select(file => System.IO.Path.GetRelativePath(Path, file))
        .Where(file => !file.Split('/', '\\').Any(part => part is "bin" or "obj"));

    public async Task InitializeAsync()
    {
        await NewAsync("install", Repository.Root);
        await CreateAsync(Name);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Creates another one, with other options.</summary>
    /// <returns>Its folder.</returns>
    public async Task<string> CreateAsync(string name, params string[] options)
    {
        await NewAsync(["hightraffic", "--name", name, "--port", $"{Port}", .. options]);
        return System.IO.Path.Combine(_folder.FullName, name);
    }

    private Task<string> NewAsync(params string[] arguments) =>
        Dotnet.RunAsync(_folder.FullName, ["new", .. arguments, "--debug:custom-hive", System.IO.Path.Combine(_folder.FullName, "templates")]);
}
