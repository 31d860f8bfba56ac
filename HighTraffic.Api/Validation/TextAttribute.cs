using System.ComponentModel.DataAnnotations;
using System.Globalization;
using HighTraffic.Data.Normalization;

namespace HighTraffic.Api.Validation;

/// <summary>
/// Requires text that can be stored and displayed: not too long, without control characters such as NUL, and without characters that change the
/// text direction, which can make a name look like another one.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class TextAttribute(int maxLength) : ValidationAttribute
{
    /// <summary>The maximum length in UTF-16 code units.</summary>
    public int MaxLength => maxLength;

    /// <summary>Whether line breaks and tabs are allowed.</summary>
    public bool Lines { get; init; }

    public static bool IsText(ReadOnlySpan<char> text, int maxLength, bool lines = false)
    {
        foreach (var character in text)
        {
            if (InputText.IsDirectionalFormatting(character) || (char.IsControl(character) && !(lines && character is '\n' or '\r' or '\t')))
            {
                return false;
            }
        }

        return text.Length <= maxLength;
    }

    // A blank query parameter counts as omitted. If a value is required, RequiredAttribute rejects a blank one.
    public override bool IsValid(object? value) => value is not string text || string.IsNullOrEmpty(text) || IsText(text, maxLength, Lines);

    public override string FormatErrorMessage(string name) => string.Create(
        CultureInfo.InvariantCulture, $"must be at most {maxLength} characters long, without control or text direction characters.");
}
