using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HighTraffic.Core.Tasks;

/// <summary>Reads a client's parameters against the record of a task type and reports every broken rule, not only the first.</summary>
internal static class TaskParametersReader
{
    private const string Root = "parameters";
    private const int MaxErrors = 100;

    private static readonly JsonSerializerOptions Json = new(TaskType.Json) { AllowDuplicateProperties = false, Converters = { new InputTextConverter() } };

    private static readonly ConcurrentDictionary<JsonPropertyInfo, ValidationAttribute[]> Rules = new();

    /// <summary>Reads and validates parameters.</summary>
    /// <param name="type">The type of the task.</param>
    /// <param name="json">The parameters, an object. An undefined or null element counts as an empty object.</param>
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
        var values = new Dictionary<string, JsonElement>();
        var read = new HashSet<JsonPropertyInfo>();
        foreach (var member in json.EnumerateObject())
        {
            // Bounds the response: no task type has this many parameters.
            if (errors.Count >= MaxErrors)
            {
                return null;
            }

            if (IsText(() => member.Name))
            {
                ReadMember(shape, member.Name, member.Value, values, read, errors);
            }
            else
            {
                errors[Root] = ["has a name that contains NUL or an unpaired surrogate."];
            }
        }

        // The constructor would report only the first missing parameter.
        if (NameMissing(shape, values, errors) || JsonSerializer.SerializeToElement(values, TaskType.Json).Deserialize(shape) is not { } parameters)
        {
            return null;
        }

        Validate(shape, parameters, errors);
        return errors.Count == 0 ? parameters : null;
    }

    private static void ReadMember(
        JsonTypeInfo shape, string name, JsonElement value, Dictionary<string, JsonElement> values, HashSet<JsonPropertyInfo> read,
        IDictionary<string, string[]> errors)
    {
        var property = shape.Properties.FirstOrDefault(known => IsParameter(known) && known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (property is null)
        {
            // Reject unknown options: ignoring a typo would run the wrong task.
            var known = string.Join(", ", shape.Properties.Where(IsParameter).Select(parameter => parameter.Name));
            errors[$"{Root}.{JsonNamingPolicy.CamelCase.ConvertName(name)}"] = [$"is not a known parameter. Known parameters: {known}."];
            return;
        }

        var path = $"{Root}.{property.Name}";
        if (!read.Add(property))
        {
            errors[path] = ["must be given only once."];
            return;
        }

        if (!IsText(value))
        {
            errors[path] = ["must not contain NUL or unpaired surrogates."];
            return;
        }

        try
        {
            // Null for a parameter that cannot be null counts as omitted.
            if (value.Deserialize(property.PropertyType, Json) is not null || AllowsNull(property))
            {
                values[property.Name] = value;
            }
        }
        catch (JsonException)
        {
            errors[path] = [JsonTypeRules.Of(property.PropertyType)];
        }
    }

    // A property without a setter can still be a constructor parameter, as in a positional record.
    private static bool IsParameter(JsonPropertyInfo property) => property.Set is not null || property.AssociatedParameter is not null;

    private static bool NameMissing(JsonTypeInfo shape, Dictionary<string, JsonElement> values, IDictionary<string, string[]> errors)
    {
        var missing = shape.Properties.Where(property => IsRequired(property) && !values.ContainsKey(property.Name)).ToList();
        foreach (var property in missing)
        {
            errors.TryAdd($"{Root}.{property.Name}", ["is missing."]);
        }

        return missing.Count > 0;
    }

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || (property.AssociatedParameter is { HasDefaultValue: false } && !AllowsNull(property));

    private static bool AllowsNull(JsonPropertyInfo property) => property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    private static void Validate(JsonTypeInfo shape, object parameters, IDictionary<string, string[]> errors)
    {
        var results = new List<ValidationResult>();
        foreach (var property in shape.Properties.Where(IsParameter))
        {
            // Messages name the parameter as clients write it.
            var context = new ValidationContext(parameters) { MemberName = property.Name, DisplayName = property.Name };
            Validator.TryValidateValue(property.Get?.Invoke(parameters)!, context, results, RulesOf(property));
        }

        if (results.Count == 0)
        {
            // Rules of the whole record: IValidatableObject, and attributes on the type.
            Validator.TryValidateObject(parameters, new ValidationContext(parameters), results, validateAllProperties: false);
        }

        var broken = from result in results
                     from member in result.MemberNames.DefaultIfEmpty()
                     group result.ErrorMessage ?? "is not valid." by PathOf(shape, member);
        foreach (var rules in broken)
        {
            // A value of the wrong type is already reported; do not report it as missing too.
            errors.TryAdd(rules.Key, [.. rules]);
        }
    }

    // Attributes in a positional record belong to the constructor's parameters.
    private static ValidationAttribute[] RulesOf(JsonPropertyInfo property) =>
        Rules.GetOrAdd(property, static property => [.. new[] { property.AttributeProvider, property.AssociatedParameter?.AttributeProvider }
            .SelectMany(provider => provider?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true) ?? [])
            .Cast<ValidationAttribute>()]);

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
}
