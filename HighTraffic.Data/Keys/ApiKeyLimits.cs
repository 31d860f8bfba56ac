using System.Text.RegularExpressions;

namespace HighTraffic.Data.Keys;

/// <summary>The rules for the names of keys and quota classes.</summary>
public static partial class ApiKeyLimits
{
    /// <summary>The maximum length of the name of a key or a quota class.</summary>
    public const int Name = 64;

    /// <summary>How many characters of a key are stored, to tell keys apart.</summary>
    public const int Hint = 8;

    /// <summary>The quota class of a key that names none.</summary>
    public const string DefaultQuotaClass = "standard";

    // The names of the key from the configuration and of clients without a key.
    private static readonly string[] Reserved = ["bootstrap", "anonymous"];

    /// <summary>Whether a name is valid and not reserved.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsName(string name) => NamePattern().IsMatch(name) && !Reserved.Contains(name);

    // No colon: it marks clients with a token.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();
}
