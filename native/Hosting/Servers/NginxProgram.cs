using System.Text.RegularExpressions;
using Aspire.Hosting.Engine;

namespace Aspire.Hosting.Servers;

/// <summary>
/// Runs <c>nginx</c> with what a Dockerfile based on the official image copies in. As that image's entry point does
/// (https://hub.docker.com/_/nginx), it renders the files in <c>/etc/nginx/templates</c>, or where the image's variable says,
/// whose names end in <c>.template</c>; <c>/etc/nginx</c> is a folder of the run.
/// </summary>
internal sealed partial class NginxProgram(Dockerfile dockerfile) : ServerProgram
{
    private const string ImageRoot = "/etc/nginx/";

    public override void EnsureInstalled() => Find();

    public override Task<IReadOnlyList<ProcessSpec>> PrepareAsync(ServerLaunch launch, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(dockerfile.Variables);
        foreach (var (name, value) in launch.Environment)
        {
            variables[name] = value;
        }

        foreach (var (path, destination) in Files())
        {
            Install(path, destination, launch.Folder, variables);
        }

        return Task.FromResult<IReadOnlyList<ProcessSpec>>(
        [
            new ProcessSpec
            {
                FileName = Find(),
                Arguments = ["-p", launch.Folder + "/", "-c", Path.Combine(launch.Folder, "nginx.conf"), "-e", "stderr", "-g", "daemon off;"],
                WorkingDirectory = launch.Folder,
                Environment = new Dictionary<string, string>(),

                // Finishes the requests under way (https://nginx.org/en/docs/control.html); nobody is left to read them when this process is gone.
                StopSignal = Signal.Quit,
                ParentDeathSignal = Signal.Terminate,
            },
        ]);
    }

    private IEnumerable<(string Path, string Destination)> Files()
    {
        foreach (var (source, destination) in dockerfile.Copies)
        {
            if (!Directory.Exists(source))
            {
                yield return (source, destination.EndsWith('/') ? destination + Path.GetFileName(source) : destination);
                continue;
            }

            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                yield return (file, $"{destination.TrimEnd('/')}/{Path.GetRelativePath(source, file)}");
            }
        }
    }

    private static void Install(string file, string destination, string folder, Dictionary<string, string> variables)
    {
        var templates = variables.GetValueOrDefault("NGINX_ENVSUBST_TEMPLATE_DIR", ImageRoot + "templates").TrimEnd('/') + "/";
        const string Suffix = ".template";
        var content = File.ReadAllText(file);
        if (destination.StartsWith(templates, StringComparison.Ordinal) && destination.EndsWith(Suffix, StringComparison.Ordinal))
        {
            var output = variables.GetValueOrDefault("NGINX_ENVSUBST_OUTPUT_DIR", ImageRoot + "conf.d").TrimEnd('/');
            destination = $"{output}/{destination[templates.Length..^Suffix.Length]}";

            // Docker publishes the ports of a container on the loopback address here, whatever they listen on inside.
            content = ListenOnAll().Replace(Substitute(content, variables), $"${{directive}}{Ports.Loopback}:");
        }

        if (!destination.StartsWith(ImageRoot, StringComparison.Ordinal))
        {
            return;
        }

        var path = Path.Combine(folder, destination[ImageRoot.Length..]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private static string Substitute(string template, Dictionary<string, string> variables)
    {
        var filter = new Regex(variables.GetValueOrDefault("NGINX_ENVSUBST_FILTER", ""), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return Variable().Replace(template, match =>
            variables.TryGetValue(match.Groups["name"].Value, out var value) && filter.IsMatch(match.Groups["name"].Value) ? value : match.Value);
    }

    [GeneratedRegex(@"\$(?:\{(?<name>[A-Za-z_]\w*)\}|(?<name>[A-Za-z_]\w*))", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(?<directive>\s*listen\s+)\*:", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ListenOnAll();

    private static string Find() => Require("nginx", "nginx");
}
