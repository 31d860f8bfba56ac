using HighTraffic.Core.Tasks;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Tasks;

/// <summary>A valid request for a task.</summary>
/// <param name="Type">The type of the task.</param>
/// <param name="Parameters">An instance of the record of that type.</param>
/// <param name="Owner">The client that sends the request.</param>
/// <param name="IdempotencyKey">The client's name for this request, unique for each owner.</param>
internal sealed record TaskRequest(TaskType Type, object Parameters, string Owner, string? IdempotencyKey)
{
    /// <summary>The header of the IETF draft "The Idempotency-Key HTTP Header Field".</summary>
    public const string IdempotencyKeyHeader = "Idempotency-Key";

    private const int MaxKeyLength = 200;

    /// <summary>Reads a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="owner">The client that sends the request.</param>
    /// <param name="types">The task types.</param>
    /// <param name="errors">Receives every broken rule.</param>
    /// <returns>The request, or null if a rule is broken.</returns>
    public static TaskRequest? Read(NewTask body, IHeaderDictionary headers, string owner, TaskTypes types, IDictionary<string, string[]> errors)
    {
        object? parameters = null;
        var type = types.Find(body.Type);
        if (type is null)
        {
            errors["type"] = [$"must be one of: {string.Join(", ", types.All.Select(known => known.Name))}."];
        }
        else
        {
            parameters = TaskParametersReader.Read(type, body.Parameters.GetValueOrDefault(), errors);
        }

        var key = headers[IdempotencyKeyHeader];
        if (key.Count > 0 && !IsValid(key))
        {
            errors[IdempotencyKeyHeader] = [$"must be a single header with 1 to {MaxKeyLength} printable ASCII characters."];
        }

        return errors.Count > 0 ? null : new TaskRequest(type!, parameters!, owner, key);
    }

    private static bool IsValid(StringValues key) =>
        key is [{ Length: > 0 and <= MaxKeyLength } only] && only.All(character => character is >= ' ' and <= '~');
}
