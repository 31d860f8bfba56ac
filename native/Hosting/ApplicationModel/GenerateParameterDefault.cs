using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Makes a random text, a password for example.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    // Characters that look alike are left out, and of the special ones those that a shell, a URI or a connection string reads as its own.
    private const string LowerCase = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCase = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string SpecialCharacters = "-_.()*~!";

    /// <summary>The number of characters.</summary>
    public int MinLength { get; set; } = 22;

    /// <summary>Whether lower-case letters occur.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether upper-case letters occur.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether digits occur.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether special characters occur.</summary>
    public bool Special { get; set; } = true;

    /// <inheritdoc/>
    public override string GetDefaultValue()
    {
        var characters = string.Concat(
            Lower ? LowerCase : "", Upper ? UpperCase : "", Numeric ? Digits : "", Special ? SpecialCharacters : "");
        return RandomNumberGenerator.GetString(characters, MinLength);
    }
}
