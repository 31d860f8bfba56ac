using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Servers;

/// <summary>As much of a Dockerfile as the native engine goes by: the base image, the variables, and the files copied in.</summary>
/// <param name="BaseImage">The image named by <c>FROM</c>.</param>
/// <param name="Variables">What <c>ENV</c> sets.</param>
/// <param name="Copies">The source on this machine and the destination in the image of each <c>COPY</c>.</param>
internal sealed record Dockerfile(string BaseImage, IReadOnlyDictionary<string, string> Variables, IReadOnlyList<(string Source, string Destination)> Copies)
{
    /// <summary>Reads a Dockerfile (https://docs.docker.com/reference/dockerfile/).</summary>
    /// <exception cref="DistributedApplicationException">It has no <c>FROM</c>.</exception>
    public static Dockerfile Read(DockerfileAnnotation annotation)
    {
        string? image = null;
        var variables = new Dictionary<string, string>();
        var copies = new List<(string, string)>();
        foreach (var instruction in Instructions(annotation.DockerfilePath))
        {
            var words = instruction.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words[0].ToUpperInvariant())
            {
                case "FROM":
                    image = words[1];
                    break;
                case "ENV":
                    foreach (var assignment in words.Skip(1))
                    {
                        var (name, value) = assignment.Split('=', 2) is [var left, var right] ? (left, right) : (assignment, "");
                        variables[name] = value.Trim('"');
                    }

                    break;
                case "COPY":
                    var paths = words.Skip(1).Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
                    copies.AddRange(paths[..^1].Select(source => (Path.GetFullPath(source, annotation.ContextPath), paths[^1])));
                    break;
            }
        }

        return new Dockerfile(
            image ?? throw new DistributedApplicationException($"{annotation.DockerfilePath} has no FROM instruction."), variables, copies);
    }

    private static IEnumerable<string> Instructions(string path)
    {
        var instruction = "";
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            instruction += line.TrimEnd('\\') + " ";
            if (!line.EndsWith('\\'))
            {
                yield return instruction;
                instruction = "";
            }
        }
    }
}
