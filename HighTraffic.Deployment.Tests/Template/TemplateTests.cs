using System.Text.RegularExpressions;

namespace HighTraffic.Deployment.Tests.Template;

public sealed partial class TemplateTests(CreatedProject project) : IClassFixture<CreatedProject>
{
    [Fact]
    public void The_name_of_the_template_is_nowhere_in_what_it_makes()
    {
        // Split, so that the template does not rename it here.
        const string Old = "High" + "Traffic";
        Assert.Contains($"{CreatedProject.Name}.sln", project.Files);
        // The licence keeps the copyright notice of the template's authors.
        Assert.All(project.Files.Where(file => file != "LICENSE"), file =>
        {
            Assert.DoesNotContain(Old, file, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Old, File.ReadAllText(Path.Combine(project.Path, file)), StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public void Namespaces_keep_the_dot_and_settings_have_none()
    {
        Assert.Contains("Projects.Contoso_Shop_Api>", Read("Contoso.Shop.AppHost", "ApiExtensions.cs"), StringComparison.Ordinal);
        var settings = Read("Contoso.Shop.AppHost", "AppSettings.cs");
        Assert.Contains("namespace Contoso.Shop.AppHost;", settings, StringComparison.Ordinal);
        Assert.Contains("GetSection(\"ContosoShop\")", settings, StringComparison.Ordinal);
        Assert.Contains($"Port {{ get; init; }} = {CreatedProject.Port};", settings, StringComparison.Ordinal);
        Assert.Contains("name: contososhop\n", Read("azure.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_belongs_to_this_repository_only_is_left_out()
    {
        Assert.DoesNotContain(project.Files, file => file.StartsWith(".git/", StringComparison.Ordinal)
            || file.StartsWith(".ci/", StringComparison.Ordinal) || file.StartsWith(".template.config", StringComparison.Ordinal));
        Assert.DoesNotContain("dotnet new install", Read("docs", "deployment.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_licence_keeps_the_notice() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "LICENSE")), Read("LICENSE"));

    [Theory]
    [InlineData("Linked")]
    [InlineData("LinkedPlain", "--bench", "false")]
    public async Task Its_pages_link_to_files_that_are_there(string name, params string[] options)
    {
        var folder = await project.CreateAsync(name, options);
        var pages = Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories);
        Assert.NotEmpty(pages);
        Assert.All(pages, page =>
        {
            var text = File.ReadAllText(page);
            Assert.DoesNotContain("#if", text, StringComparison.Ordinal);
            Assert.DoesNotContain("#endif", text, StringComparison.Ordinal);
            Assert.All(Link().Matches(text).Select(link => link.Groups["target"].Value), target =>
                Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target)), $"{page} links to {target}."));
        });
    }

    [Fact]
    public void Its_scripts_can_be_run()
    {
        // The same scripts as in this repository: those that are only sourced, or started by another program, need not be executable.
        var scripts = project.Files.Where(file => file.EndsWith(".sh", StringComparison.Ordinal)).ToArray();
        Assert.Contains("run.sh", scripts);
        Assert.All(scripts, script => Assert.True(
            IsExecutable(Path.Combine(project.Path, script))
                || !IsExecutable(Path.Combine(Repository.Root, script.Replace($"{CreatedProject.Name}.", "HighTraffic.", StringComparison.Ordinal))),
            $"{script} is not executable."));
    }

    [Fact]
    public async Task The_benchmark_can_be_left_out()
    {
        var folder = await project.CreateAsync("Plain", "--bench", "false");
        Assert.Empty(Directory.GetFileSystemEntries(folder, "*bench*", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive, RecurseSubdirectories = true }));
        Assert.All(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file =>
            Assert.DoesNotContain("bench.sh", File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
        foreach (var file in new[] { "Plain.sln", "Directory.Packages.props", Path.Combine("Plain.Tests", "Plain.Tests.csproj") })
        {
            var content = await File.ReadAllTextAsync(Path.Combine(folder, file));
            Assert.DoesNotContain("Bench", content, StringComparison.Ordinal);
            Assert.DoesNotContain("#if", content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_comes_along_has_no_trace_of_the_options() => Assert.All(
        new[] { $"{CreatedProject.Name}.sln", Path.Combine($"{CreatedProject.Name}.Tests", $"{CreatedProject.Name}.Tests.csproj"), Path.Combine(".github", "workflows", "build.yml") },
        file =>
        {
            var content = Read(file);
            Assert.DoesNotContain("#if", content, StringComparison.Ordinal);
            Assert.DoesNotContain("#endif", content, StringComparison.Ordinal);
        });

    [Fact]
    public async Task It_builds_with_the_task_type_of_its_docs_and_its_tests_pass()
    {
        var example = Example().Match(Read("docs", "your-own-domain.md"));
        var file = new FileInfo(Path.Combine(project.Path, example.Groups["path"].Value));
        file.Directory!.Create();
        await File.WriteAllTextAsync(file.FullName, example.Groups["code"].Value);

        // The analyzers have already checked the same code.
        await Dotnet.RunAsync(project.Path, "build", "Contoso.Shop.Tests", "-c", "Release", "--nologo", "-v", "quiet", "-p:RunAnalyzers=false");
        var output = await Dotnet.RunAsync(
            project.Path, "test", "Contoso.Shop.Tests", "-c", "Release", "--no-build", "--nologo", "--filter", "FullyQualifiedName~Contoso.Shop.Tests.Api");
        Assert.Contains("Passed!", output, StringComparison.Ordinal);
    }

    // Without links to other sites and within the page.
    [GeneratedRegex(@"\]\((?<target>[^)#:]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    // A code block that names its file.
    [GeneratedRegex(@"```csharp\r?\n// (?<path>\S+)\r?\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    private static bool IsExecutable(string file) => OperatingSystem.IsWindows() || File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);

    private string Read(params string[] path) => File.ReadAllText(Path.Combine([project.Path, .. path]));
}
