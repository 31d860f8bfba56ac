using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace HighTraffic.Api.Validation;

/// <summary>Requires an integer within bounds, in a query parameter that is bound as text.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class WholeNumberAttribute(int min, int max) : ValidationAttribute
{
    public int Min => min;

    public int Max => max;

    public static bool TryParse(ReadOnlySpan<char> text, int min, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max;

    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || TryParse(text, min, max, out _);

    public override string FormatErrorMessage(string name) => string.Create(CultureInfo.InvariantCulture, $"must be an integer from {min} to {max}.");
}
