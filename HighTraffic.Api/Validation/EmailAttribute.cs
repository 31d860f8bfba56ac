using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using HighTraffic.Data.Normalization;

namespace HighTraffic.Api.Validation;

/// <summary>
/// Requires a plausible e-mail address. Only sending mail can prove that an address exists, so this catches common mistakes instead of checking
/// the grammar of RFC 5321.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class EmailAttribute : ValidationAttribute
{
    /// <summary>The longest address that SMTP can carry (RFC 5321, 4.5.3.1.3, without the angle brackets).</summary>
    public const int MaxLength = 254;

    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1
            && text.Length <= MaxLength
            && !HasInvisibleCharacter(text);
    }

    // RequiredAttribute reports a missing value.
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || IsEmail(text);

    public override string FormatErrorMessage(string name) => string.Create(
        CultureInfo.InvariantCulture, $"must be an e-mail address: text on both sides of one @, at most {MaxLength} characters, without spaces or invisible characters.");

    private static bool HasInvisibleCharacter(string text)
    {
        foreach (var character in text.EnumerateRunes())
        {
            // Marks are part of the letter before them.
            if (InputText.IsInvisible(character) && Rune.GetUnicodeCategory(character) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
            {
                return true;
            }
        }

        return false;
    }
}
