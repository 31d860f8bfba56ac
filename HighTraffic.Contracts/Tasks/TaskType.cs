using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HighTraffic.Contracts.Tasks;

/// <summary>A kind of long-running task: its name in the API and the record of its parameters.</summary>
public sealed class TaskType
{
    /// <summary>How parameters are written in a request and in a task's row.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private TaskType(string name, Type parameters)
    {
        Name = name;
        Parameters = parameters;
    }

    /// <summary>Every type there is. A new one is a record of parameters, a line here and a runner in the worker.</summary>
    public static IReadOnlyList<TaskType> All { get; } =
    [
        Of<EchoParameters>("echo"),
        Of<CatalogExportParameters>("catalog-export"),
    ];

    /// <summary>The name that clients use, <c>catalog-export</c> for example.</summary>
    public string Name { get; }

    /// <summary>The record that holds the parameters.</summary>
    public Type Parameters { get; }

    /// <summary>Finds a type by its name.</summary>
    /// <param name="name">The name, in its exact case.</param>
    /// <returns>The type, or null if there is none of that name.</returns>
    public static TaskType? Find(string? name) => All.FirstOrDefault(type => type.Name == name);

    /// <summary>Finds the type whose parameters are of the record <typeparamref name="TParameters"/>.</summary>
    /// <typeparam name="TParameters">The record.</typeparam>
    /// <returns>The type.</returns>
    public static TaskType For<TParameters>() => All.Single(type => type.Parameters == typeof(TParameters));

    /// <summary>Writes parameters as they are kept in the task's row.</summary>
    /// <param name="parameters">An instance of <see cref="Parameters"/>.</param>
    /// <returns>JSON, the same for equal parameters.</returns>
    public string Write(object parameters) => JsonSerializer.Serialize(parameters, Parameters, Json);

    /// <summary>Reads parameters back from a task's row.</summary>
    /// <param name="json">What <see cref="Write"/> made.</param>
    /// <returns>An instance of <see cref="Parameters"/>.</returns>
    /// <exception cref="JsonException">The JSON is not of this type.</exception>
    public object Read(string json) =>
        JsonSerializer.Deserialize(json, Parameters, Json) ?? throw new JsonException("The parameters are null.");

    private static TaskType Of<TParameters>(string name) => new(name, typeof(TParameters));
}
