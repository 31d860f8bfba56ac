using System.Text.Json;

namespace HighTraffic.Api.Problems;

/// <summary>Names fields in errors as they are named in JSON.</summary>
internal static class FieldNames
{
    /// <summary>The maximum number of fields that one problem names.</summary>
    public const int MaxFields = 100;

    private const int MaxNameLength = 200;

    /// <summary>Turns the path of a property, <c>Parameters.Format</c>, into that of the field. The name of a header, which has hyphens, stays.</summary>
    public static string ToJson(string path) =>
        path.Contains('-') ? path : string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>
    /// Renames the fields of all errors. Names that become equal are merged, and the number of fields and the length of their names
    /// are bounded, since both come from the client.
    /// </summary>
    public static Dictionary<string, string[]> ToJson(IEnumerable<KeyValuePair<string, string[]>> errors) => errors
        .Take(MaxFields)
        .GroupBy(error => ToJson(error.Key.Length <= MaxNameLength ? error.Key : error.Key[..MaxNameLength]), error => error.Value)
        .ToDictionary(rules => rules.Key, rules => rules.SelectMany(rule => rule).Distinct().ToArray());

    /// <summary>
    /// Turns the path in a <see cref="JsonException"/>, <c>$.name</c> or <c>$['the name']</c>, into the name of the field; <c>body</c> for the whole body.
    /// </summary>
    public static string FromJsonPath(string? path) => path switch
    {
        ['$', '.', .. { Length: > 0 } name] => name,
        ['$', '[', '\'', .. { Length: > 0 } name, '\'', ']'] => name,
        _ => "body",
    };
}
