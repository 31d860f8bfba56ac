namespace HighTraffic.Core.Tasks.Store;

/// <summary>What a run needs from the row that it claimed.</summary>
/// <param name="Id">The task.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Parameters">Its parameters as JSON.</param>
/// <param name="Checkpoint">The last checkpoint of earlier runs, as JSON.</param>
/// <param name="Attempts">The number of this run. It is also a fencing token: a write with an older number changes no row.</param>
/// <param name="Failures">How many earlier runs ended in an error.</param>
/// <param name="Begun">
/// How many runs count against the task, including this one: those since it was accepted or last retried by the client, except runs that were
/// given back.
/// </param>
/// <param name="CancelRequested">Whether the client canceled the task before this run began.</param>
/// <param name="TraceParent">The trace of the request that created the task.</param>
/// <param name="WaitedSeconds">The time since the task was accepted.</param>
internal sealed record ClaimedTask(
    Guid Id,
    string Type,
    string Parameters,
    string? Checkpoint,
    int Attempts,
    int Failures,
    int Begun,
    bool CancelRequested,
    string? TraceParent,
    double WaitedSeconds);
