using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HighTraffic.Tasks;

/// <summary>A kind of long-running task, as its runner's <see cref="TaskTypeAttribute"/> declares it.</summary>
public sealed class TaskType
{
    /// <summary>How parameters and checkpoints are written in a request and in a task's row.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly Dictionary<string, TaskType> ByName = typeof(TaskType).Assembly.GetTypes()
        .Select(runner => (Runner: runner, Declared: runner.GetCustomAttribute<TaskTypeAttribute>()))
        .Where(type => type.Declared is not null)
        .Select(type => new TaskType(type.Runner, type.Declared!))
        .ToDictionary(type => type.Name);

    private TaskType(Type runner, TaskTypeAttribute declared)
    {
        Name = declared.Name;
        Lane = declared.Lane;
        MaxFailures = declared.MaxFailures;
        FirstPause = TimeSpan.FromSeconds(declared.FirstPauseSeconds);
        Runner = runner;
        Parameters = TaskRunner.ParametersOf(runner);
    }

    /// <summary>Every type there is, by name.</summary>
    public static IReadOnlyList<TaskType> All { get; } = [.. ByName.Values.OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>The name that clients use, <c>catalog-export</c> for example.</summary>
    public string Name { get; }

    /// <summary>The record that holds the parameters.</summary>
    public Type Parameters { get; }

    /// <summary>The queue and the slots that its tasks share with others of their kind.</summary>
    public TaskLane Lane { get; }

    /// <summary>How many runs of a task may end in an error before the task has failed.</summary>
    internal int MaxFailures { get; }

    /// <summary>The pause after the first of them.</summary>
    internal TimeSpan FirstPause { get; }

    /// <summary>The class that runs the tasks.</summary>
    internal Type Runner { get; }

    /// <summary>Finds a type by its name.</summary>
    /// <param name="name">The name, in its exact case.</param>
    /// <returns>The type, or null if there is none of that name.</returns>
    public static TaskType? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);

    /// <summary>The lane of a task.</summary>
    /// <param name="name">The name of its type. A newer version may know more types than this one, and they are taken for bulk.</param>
    /// <returns>The lane.</returns>
    public static TaskLane LaneOf(string name) => Find(name)?.Lane ?? TaskLane.Bulk;

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
}
