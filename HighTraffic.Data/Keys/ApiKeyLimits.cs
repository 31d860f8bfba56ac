using System.Text.RegularExpressions;

namespace HighTraffic.Data.Keys;

/// <summary>What names may look like.</summary>
public static partial class ApiKeyLimits
{
    /// <summary>The longest name of a key or of a class of quotas.</summary>
    public const int Name = 64;

    /// <summary>How much of a key's text is kept, to tell keys apart.</summary>
    public const int Hint = 8;

    /// <summary>The class of quotas of a key for which none is named.</summary>
    public const string DefaultQuotaClass = "standard";

    // The key of the configuration, and clients without a key.
    private static readonly string[] Reserved = ["bootstrap", "anonymous"];

    /// <summary>Whether a client may be called so.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it may.</returns>
    public static bool IsName(string name) => NamePattern().IsMatch(name) && !Reserved.Contains(name);

    // No colon: names with one belong to clients with a token.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();
}
