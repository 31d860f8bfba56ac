using System.Globalization;
using System.Text;

namespace HighTraffic.Data.Normalization;

/// <summary>The one form in which text that clients send is stored, compared and searched for.</summary>
public static class InputText
{
    /// <summary>
    /// Removes white space at both ends and composes characters (Unicode normalization form C), so that texts that look the same are equal.
    /// Text without a visible character, such as a zero-width space alone, becomes empty.
    /// </summary>
    /// <param name="text">Text without unpaired surrogates, or null.</param>
    /// <returns>The normalized text; null for null.</returns>
    public static string? Normalize(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var trimmed = text.Trim();
        return HasVisibleCharacter(trimmed) ? trimmed.Normalize(NormalizationForm.FormC) : "";
    }

    /// <summary>Whether a character changes the direction of the text around it, and so can make it look like another text (Unicode UAX #9).</summary>
    /// <param name="character">The character.</param>
    /// <returns>Whether it is an embedding, an override, an isolate or the end of one.</returns>
    public static bool IsDirectionalFormatting(char character) => character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Whether a character leaves no mark of its own.</summary>
    /// <param name="character">The character.</param>
    /// <returns>Whether it is a space, a control or format character, or a filler.</returns>
    public static bool IsInvisible(Rune character) => Rune.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
        || IsFiller(character.Value);

    private static bool HasVisibleCharacter(string text)
    {
        foreach (var character in text.EnumerateRunes())
        {
            if (!IsInvisible(character))
            {
                return true;
            }
        }

        return false;
    }

    // Letters and symbols by category that are drawn as nothing: the fillers of Hangul and the empty Braille pattern.
    private static bool IsFiller(int character) => character is 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0;
}
