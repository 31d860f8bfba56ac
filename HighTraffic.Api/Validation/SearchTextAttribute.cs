using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace HighTraffic.Api.Validation;

/// <summary>Requires text that the search index can find: it indexes sequences of three letters or digits.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class SearchTextAttribute : ValidationAttribute
{
    /// <summary>The minimum length: a trigram index cannot find shorter texts.</summary>
    public const int MinLength = 3;

    /// <summary>The maximum length.</summary>
    public const int MaxLength = 100;

    public static bool IsSearchable(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.Length >= MinLength && TextAttribute.IsText(text, MaxLength) && HasIndexedGroup(text);
    }

    public override bool IsValid(object? value) => value is not string text || string.IsNullOrWhiteSpace(text) || IsSearchable(text);

    public override string FormatErrorMessage(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"must be {MinLength} to {MaxLength} characters long, with at least {MinLength} letters or digits in a row, and without control or text direction characters.");

    private static bool HasIndexedGroup(ReadOnlySpan<char> text)
    {
        var run = 0;
        foreach (var character in text)
        {
            run = char.IsLetterOrDigit(character) ? run + 1 : 0;
            if (run == MinLength)
            {
                return true;
            }
        }

        return false;
    }
}
