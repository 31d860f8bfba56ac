using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HighTraffic.Tasks;

/// <summary>Reads a client's parameters against the record of a task type and names every rule that they break, not only the first.</summary>
public static class TaskParametersReader
{
    private const string Root = "parameters";

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
            errors[Root] = ["The parameters must be an object."];
            return null;
        }

        var shape = TaskType.Json.GetTypeInfo(type.Parameters);
        var parameters = shape.CreateObject!();
        foreach (var member in json.EnumerateObject())
        {
            ReadMember(shape, parameters, member, errors);
        }

        Validate(shape, parameters, errors);
        return errors.Count == 0 ? parameters : null;
    }

    private static void ReadMember(JsonTypeInfo shape, object parameters, JsonProperty member, IDictionary<string, string[]> errors)
    {
        var path = $"{Root}.{member.Name}";
        var property = shape.Properties.FirstOrDefault(known => known.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase));
        if (property is not { Set: { } set })
        {
            // A misspelt option that is passed over would run another task than the client meant.
            errors[path] = [$"There is no such parameter; known are: {string.Join(", ", shape.Properties.Select(known => known.Name))}."];
            return;
        }

        try
        {
            set(parameters, member.Value.Deserialize(property.PropertyType, TaskType.Json));
        }
        catch (JsonException)
        {
            errors[path] = [$"The value is not {Describe(property.PropertyType)}."];
        }
    }

    private static void Validate(JsonTypeInfo shape, object parameters, IDictionary<string, string[]> errors)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(parameters, new ValidationContext(parameters), results, validateAllProperties: true);
        var broken = from result in results
                     from member in result.MemberNames.DefaultIfEmpty()
                     group result.ErrorMessage ?? "The value is invalid." by PathOf(shape, member);
        foreach (var rules in broken)
        {
            // A value of the wrong kind is told as that, and not as missing on top.
            errors.TryAdd(rules.Key, [.. rules]);
        }
    }

    private static string PathOf(JsonTypeInfo shape, string? member) =>
        member is null ? Root : $"{Root}.{shape.Options.PropertyNamingPolicy!.ConvertName(member)}";

    private static string Describe(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.String => "a string",
        TypeCode.Boolean => "true or false",
        TypeCode.Double or TypeCode.Decimal or TypeCode.Single => "a number",
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        _ => "of the right kind",
    };
}
