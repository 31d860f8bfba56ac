using System.Text.Json;

namespace HighTraffic.Api.Problems;

/// <summary>Names fields in errors the way that JSON does.</summary>
internal static class FieldNames
{
    /// <summary>The maximum number of fields that one problem names.</summary>
    public const int MaxFields = 100;

    private const int MaxNameLength = 200;

    /// <summary>
    /// Converts the path of a property, such as <c>Parameters.Format</c>, to that of the field. Header names, which contain hyphens, stay
    /// unchanged.
    /// </summary>
    public static string ToJson(string path) =>
        path.Contains('-') ? path : string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>
    /// Converts the fields of all errors and merges those with the same name. The number of fields and the length of their names are limited,
    /// because both come from the client.
    /// </summary>
    public static Dictionary<string, string[]> ToJson(IEnumerable<KeyValuePair<string, string[]>> errors) => errors
        .Take(MaxFields)
        .GroupBy(error => ToJson(error.Key.Length <= MaxNameLength ? error.Key : error.Key[..MaxNameLength]), error => error.Value)
        .ToDictionary(rules => rules.Key, rules => rules.SelectMany(rule => rule).Distinct().ToArray());

    /// <summary>
    /// Converts the path in a <see cref="JsonException"/>, <c>$.name</c> or <c>$['the name']</c>, to the name of the field, or to <c>body</c>
    /// for the whole body.
    /// </summary>
    public static string FromJsonPath(string? path) => path switch
    {
        ['$', '.', .. { Length: > 0 } name] => name,
        ['$', '[', '\'', .. { Length: > 0 } name, '\'', ']'] => name,
        _ => "body",
    };
}
