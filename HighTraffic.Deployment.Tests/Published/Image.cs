using System.Text.RegularExpressions;

namespace HighTraffic.Deployment.Tests.Published;

/// <summary>The name of an image.</summary>
internal static partial class Image
{
    /// <summary>Whether its tag has a full version of three numbers, or the two that PostgreSQL has.</summary>
    public static bool HasExactTag(string image) => Tag().IsMatch(image);

    [GeneratedRegex(@"(?:^|/)postgres:\d+\.\d+$|:\d+\.\d+\.\d+(?:-[a-z]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
