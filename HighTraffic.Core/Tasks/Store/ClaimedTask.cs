namespace HighTraffic.Core.Tasks.Store;

/// <summary>What a run must know of the row that it holds.</summary>
/// <param name="Id">The task.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Parameters">Its parameters as JSON.</param>
/// <param name="Checkpoint">Where the runs before this one have come to, as JSON.</param>
/// <param name="Attempts">The number of this run, and its fence: a write with an older number finds no row.</param>
/// <param name="Failures">How many runs ended in an error before this one.</param>
/// <param name="Begun">How many runs count against the task, this one included: since the client last asked for it, without those that were handed over.</param>
/// <param name="CancelRequested">Whether the client asked for the end before this run began.</param>
/// <param name="TraceParent">The trace of the request that made the task.</param>
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
