namespace HighTraffic.Core.Tasks.Store;

/// <summary>A task to insert.</summary>
/// <param name="Id">The id.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Lane">The name of the type's lane.</param>
/// <param name="Parameters">Its parameters as JSON.</param>
/// <param name="Owner">The client that sent it.</param>
/// <param name="IdempotencyKey">The client's name for the request.</param>
/// <param name="TraceParent">The trace of the request.</param>
internal sealed record TaskRow(Guid Id, string Type, string Lane, string Parameters, string Owner, string? IdempotencyKey, string? TraceParent);
