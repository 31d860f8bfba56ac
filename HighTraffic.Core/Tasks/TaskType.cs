using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HighTraffic.Core.Tasks;

/// <summary>A type of long-running task, as declared by the <see cref="TaskTypeAttribute"/> of its runner.</summary>
internal sealed class TaskType
{
    /// <summary>The JSON format of parameters and checkpoints, in requests and in rows.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    internal TaskType(Type runner, TaskTypeAttribute declared)
    {
        Name = declared.Name;
        Lane = declared.Lane;
        MaxFailures = declared.MaxFailures;
        FirstPause = TimeSpan.FromSeconds(declared.FirstPauseSeconds);
        Runner = runner;
        Parameters = TaskRunner.ParametersOf(runner);
    }

    /// <summary>The name that clients use, <c>catalog-export</c> for example.</summary>
    public string Name { get; }

    /// <summary>The record that holds the parameters.</summary>
    public Type Parameters { get; }

    /// <summary>The lane, which has a queue and slots of its own.</summary>
    public TaskLane Lane { get; }

    /// <summary>How many runs of a task may end in an error before the task fails.</summary>
    public int MaxFailures { get; }

    /// <summary>The pause after the first failed run.</summary>
    public TimeSpan FirstPause { get; }

    /// <summary>The class that runs the tasks.</summary>
    public Type Runner { get; }

    /// <summary>Serializes parameters for the task's row.</summary>
    /// <param name="parameters">An instance of <see cref="Parameters"/>.</param>
    /// <returns>JSON, the same for equal parameters.</returns>
    public string Write(object parameters) => JsonSerializer.Serialize(parameters, Parameters, Json);

    /// <summary>Whether parameters are equal to those in a task's row. It compares their JSON, because records with lists are never equal.</summary>
    /// <param name="parameters">An instance of <see cref="Parameters"/>.</param>
    /// <param name="stored">The JSON of the row.</param>
    /// <returns>Whether they are equal; false for parameters that this version cannot read.</returns>
    public bool AreEqual(object parameters, string stored)
    {
        try
        {
            return JsonElement.DeepEquals(ToElement(parameters), ToElement(Read(stored)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Deserializes parameters from a task's row.</summary>
    /// <param name="json">The output of <see cref="Write"/>.</param>
    /// <returns>An instance of <see cref="Parameters"/>.</returns>
    /// <exception cref="JsonException">The JSON is not of this type.</exception>
    public object Read(string json) =>
        JsonSerializer.Deserialize(json, Parameters, Json) ?? throw new JsonException("The parameters are null.");

    private JsonElement ToElement(object parameters) => JsonSerializer.SerializeToElement(parameters, Parameters, Json);
}
