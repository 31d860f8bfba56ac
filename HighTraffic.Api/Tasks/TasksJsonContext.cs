using System.Text.Json;
using System.Text.Json.Serialization;
using HighTraffic.Data.Tasks;

namespace HighTraffic.Api.Tasks;

/// <summary>The JSON of the task endpoints, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NewTask))]
[JsonSerializable(typeof(TaskReceipt))]
[JsonSerializable(typeof(TaskDetails))]
[JsonSerializable(typeof(TaskPage))]
internal sealed partial class TasksJsonContext : JsonSerializerContext;

/// <summary>Writes states as <c>queued</c>, <c>running</c> and so on.</summary>
internal sealed class TaskStatusConverter()
    : JsonStringEnumConverter<BackgroundTaskStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
