using System.Globalization;
using System.Text;

namespace HighTraffic.Data.Normalization;

/// <summary>The normalized form in which text from clients is stored, compared and searched.</summary>
public static class InputText
{
    /// <summary>
    /// Trims white space and composes characters (Unicode normalization form C), so that texts that look the same are equal. Text without
    /// visible characters, such as a lone zero-width space, becomes empty.
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

    /// <summary>Whether a character changes the direction of the text around it, which can make it look like another text (Unicode UAX #9).</summary>
    /// <param name="character">The character.</param>
    /// <returns>Whether it is an embedding, an override, an isolate or the end of one.</returns>
    public static bool IsDirectionalFormatting(char character) => character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Whether a character has no visible form of its own.</summary>
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

    // Letters and symbols by category, but rendered as blank: the fillers of Hangul and the blank Braille pattern.
    private static bool IsFiller(int character) => character is 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0;
}
