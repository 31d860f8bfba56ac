using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HighTraffic.Tasks;

/// <summary>Reads a client's parameters against the record of a task type and reports every broken rule, not only the first.</summary>
public static class TaskParametersReader
{
    private const string Root = "parameters";
    private const int MaxErrors = 100;

    private static readonly JsonSerializerOptions Json = new(TaskType.Json) { AllowDuplicateProperties = false, Converters = { new InputTextConverter() } };

    /// <summary>Reads and validates parameters.</summary>
    /// <param name="type">The type of the task.</param>
    /// <param name="json">The client's object; an undefined or null element stands for an empty one.</param>
    /// <param name="errors">Receives the broken rules by JSON path, <c>parameters.seconds</c> for example.</param>
    /// <returns>An instance of <see cref="TaskType.Parameters"/>, or null if a rule is broken.</returns>
    public static object? Read(TaskType type, JsonElement json, IDictionary<string, string[]> errors)
    {
        if (json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            json = JsonElement.Parse("{}");
        }
        else if (json.ValueKind != JsonValueKind.Object)
        {
            errors[Root] = ["must be an object."];
            return null;
        }

        var shape = Json.GetTypeInfo(type.Parameters);
        var parameters = shape.CreateObject!();
        var read = new HashSet<JsonPropertyInfo>();
        foreach (var member in json.EnumerateObject())
        {
            // No type has so many parameters, and a client must not decide how long the answer gets.
            if (errors.Count >= MaxErrors)
            {
                return null;
            }

            if (IsText(() => member.Name))
            {
                ReadMember(shape, parameters, member.Name, member.Value, read, errors);
            }
            else
            {
                errors[Root] = ["has a name that contains NUL or an unpaired surrogate."];
            }
        }

        Validate(shape, parameters, errors);
        return errors.Count == 0 ? parameters : null;
    }

    private static void ReadMember(
        JsonTypeInfo shape, object parameters, string name, JsonElement value, HashSet<JsonPropertyInfo> read, IDictionary<string, string[]> errors)
    {
        var path = $"{Root}.{name}";
        var property = shape.Properties.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (property is not { Set: { } set })
        {
            // Reject unknown options: ignoring a typo would run the wrong task.
            errors[path] = [$"is not a known parameter. Known parameters: {string.Join(", ", shape.Properties.Select(known => known.Name))}."];
            return;
        }

        if (!read.Add(property))
        {
            errors[$"{Root}.{property.Name}"] = ["must be given only once."];
            return;
        }

        if (!IsText(value))
        {
            errors[path] = ["must not contain NUL or unpaired surrogates."];
            return;
        }

        try
        {
            set(parameters, value.Deserialize(property.PropertyType, Json));
        }
        catch (JsonException)
        {
            errors[path] = [$"must be {Describe(property.PropertyType)}."];
        }
    }

    private static void Validate(JsonTypeInfo shape, object parameters, IDictionary<string, string[]> errors)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(parameters, new ValidationContext(parameters), results, validateAllProperties: true);
        var broken = from result in results
                     from member in result.MemberNames.DefaultIfEmpty()
                     group result.ErrorMessage ?? "is not valid." by PathOf(shape, member);
        foreach (var rules in broken)
        {
            // A value of the wrong type is reported as that, not as missing too.
            errors.TryAdd(rules.Key, [.. rules]);
        }
    }

    private static string PathOf(JsonTypeInfo shape, string? member) =>
        member is null ? Root : $"{Root}.{shape.Options.PropertyNamingPolicy!.ConvertName(member)}";

    // JSON allows unpaired surrogates, which are not text, and PostgreSQL cannot store NUL.
    private static bool IsText(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => IsText(json.GetString),
        JsonValueKind.Array => json.EnumerateArray().All(IsText),
        JsonValueKind.Object => json.EnumerateObject().All(member => IsText(() => member.Name) && IsText(member.Value)),
        _ => true,
    };

    private static bool IsText(Func<string?> read)
    {
        try
        {
            return !read()!.Contains('\0');
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Describe(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.String => "a string",
        TypeCode.Boolean => "true or false",
        TypeCode.Double or TypeCode.Single => "a number",
        TypeCode.Decimal => "a number with at most 28 digits",
        TypeCode.Int32 or TypeCode.Int64 => "an integer",
        _ => "of the type that this parameter has",
    };
}
