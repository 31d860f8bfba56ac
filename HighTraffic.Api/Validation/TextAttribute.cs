using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace HighTraffic.Api.Validation;

/// <summary>Demands text that can be shown and stored: not too long, and without control characters, NUL among them.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class TextAttribute(int maxLength) : ValidationAttribute
{
    /// <summary>The most characters (UTF-16 code units).</summary>
    public int MaxLength => maxLength;

    /// <summary>Whether line breaks and tabs are text as well.</summary>
    public bool Lines { get; init; }

    public static bool IsText(ReadOnlySpan<char> text, int maxLength, bool lines = false)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character) && !(lines && character is '\n' or '\r' or '\t'))
            {
                return false;
            }
        }

        return text.Length <= maxLength;
    }

    // A blank query parameter counts as left out; where a value must be, RequiredAttribute refuses a blank one.
    public override bool IsValid(object? value) => value is not string text || string.IsNullOrEmpty(text) || IsText(text, maxLength, Lines);

    public override string FormatErrorMessage(string name) => string.Create(
        CultureInfo.InvariantCulture, $"must be {maxLength} characters at most, and no control characters.");
}
