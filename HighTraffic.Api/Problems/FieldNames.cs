using System.Text.Json;

namespace HighTraffic.Api.Problems;

/// <summary>Names fields in errors as they are named in JSON.</summary>
internal static class FieldNames
{
    /// <summary>Turns the path of a property, <c>Parameters.Format</c>, into that of the field. The name of a header, which has hyphens, stays.</summary>
    public static string ToJson(string path) =>
        path.Contains('-') ? path : string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>Turns the path in a <see cref="JsonException"/>, <c>$.name</c>, into the name of the field; <c>body</c> for the whole.</summary>
    public static string FromJsonPath(string? path) => path is { Length: > 2 } && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";
}
