using System.Collections.Frozen;

namespace HighTraffic.Core;

/// <summary>What a JSON value must be to be read as a type, as a sentence that follows the name of the field.</summary>
internal static class JsonTypeRules
{
    private const string DateTimeRule = "must be a date and time in a string, such as \"2026-05-01T18:30:00Z\".";

    // How System.Text.Json reads each type (https://learn.microsoft.com/dotnet/standard/datetime/system-text-json-support for the dates).
    private static readonly FrozenDictionary<Type, string> Rules = new Dictionary<Type, string>
    {
        [typeof(string)] = "must be a string without unpaired surrogates.",
        [typeof(bool)] = "must be true or false.",
        [typeof(int)] = "must be a JSON number, an integer that fits in 32 bits.",
        [typeof(long)] = "must be a JSON number, an integer that fits in 64 bits.",
        [typeof(decimal)] = "must be a JSON number with at most 28 digits.",
        [typeof(double)] = "must be a JSON number.",
        [typeof(float)] = "must be a JSON number.",
        [typeof(Guid)] = "must be a UUID in a string, such as \"0198c1de-6f2b-7a3c-8d4e-5f6071829304\".",
        [typeof(DateOnly)] = "must be a date in a string, such as \"2026-05-01\".",
        [typeof(TimeOnly)] = "must be a time of day in a string, such as \"18:30:00\".",
        [typeof(DateTime)] = DateTimeRule,
        [typeof(DateTimeOffset)] = DateTimeRule,
    }.ToFrozenDictionary();

    /// <summary>The rule for a type or its nullable form.</summary>
    public static string Of(Type type) =>
        Rules.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type, "must be a JSON value of the type that this field has.");
}
