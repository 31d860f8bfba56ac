using System.Globalization;
using System.Text.RegularExpressions;
using HighTraffic.Deployment.Tests.Published;
using k8s;
using YamlDotNet.Serialization;

namespace HighTraffic.Deployment.Tests.Kubernetes;

/// <summary>The approved chart, rendered as Helm does. It supports only the part of the template language that the chart uses, and fails on the rest.</summary>
internal sealed partial class HelmChart
{
    public const string Release = "shop";
    private readonly string _folder = Snapshot.Of("Kubernetes");

    private readonly string _secret;

    private HelmChart(string secret)
    {
        _secret = secret;
        Chart = Flatten("", Yaml("Chart.yaml"));
        Values = Flatten("", Yaml("values.yaml"));
    }

    public Dictionary<string, string> Chart { get; }

    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>The chart with its default values.</summary>
    public static HelmChart AsItComes() => new(secret: "");

    /// <summary>The chart with a value for each secret.</summary>
    public static HelmChart WithSecrets() => new(secret: "a-secret");

    /// <summary>The templates, by their paths.</summary>
    public static IEnumerable<string> Templates => Snapshot.Files(Snapshot.Of("Kubernetes")).Keys.Where(path => path.StartsWith("templates/", StringComparison.Ordinal));

    /// <summary>The objects of all templates. A kind or a field that the Kubernetes API does not know fails.</summary>
    public List<IKubernetesObject<k8s.Models.V1ObjectMeta>> Objects() =>
        [.. Templates.SelectMany(Read)];

    public IEnumerable<IKubernetesObject<k8s.Models.V1ObjectMeta>> Read(string template) =>
        KubernetesYaml.LoadAllFromString(Render(template), strict: true).Cast<IKubernetesObject<k8s.Models.V1ObjectMeta>>();

    public string Render(string template) => Expression().Replace(File.ReadAllText(Path.Combine(_folder, template)), match => Evaluate(match.Groups[1].Value));

    private string Evaluate(string expression)
    {
        if (Required().Match(expression) is { Success: true } required)
        {
            var value = Value(required.Groups[2].Value);
            return value.Length > 0 ? value : throw new InvalidOperationException(required.Groups[1].Value);
        }

        return Tagged().Match(expression) is { Success: true } tagged
            ? Value(tagged.Groups[1].Value).Replace(tagged.Groups[2].Value, tagged.Groups[3].Value + Value(tagged.Groups[4].Value), StringComparison.Ordinal)
            : Value(expression);
    }

    private string Value(string name) => name switch
    {
        ".Release.Name" => Release,
        ".Chart.Name" => Chart["name"],
        ".Chart.AppVersion" => Chart["appVersion"],

        // Secrets that are only part of another value are not in the file: Helm treats a missing one as empty.
        _ when name.StartsWith(".Values.secrets.", StringComparison.Ordinal) => _secret,
        _ when name.StartsWith(".Values.", StringComparison.Ordinal) => Values[name[".Values.".Length..]],
        _ => throw new NotSupportedException($"'{name}' is not supported here."),
    };

    private static object Yaml(string file) => new DeserializerBuilder().Build().Deserialize(File.ReadAllText(Path.Combine(Snapshot.Of("Kubernetes"), file)))!;

    private static Dictionary<string, string> Flatten(string path, object node) => node switch
    {
        Dictionary<object, object> map => map.SelectMany(entry => Flatten($"{path}{(path.Length > 0 ? "." : "")}{entry.Key}", entry.Value)).ToDictionary(),
        _ => new() { [path] = Convert.ToString(node, CultureInfo.InvariantCulture)! },
    };

    [GeneratedRegex(@"\{\{ (.+?) \}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();

    [GeneratedRegex("^required `([^`]+)` (\\S+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Required();

    [GeneratedRegex(@"^(\S+) \| replace `([^`]+)` \(printf `([^`%]*)%s` (\S+)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Tagged();
}
