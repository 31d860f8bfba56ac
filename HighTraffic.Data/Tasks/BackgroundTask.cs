namespace HighTraffic.Data.Tasks;

/// <summary>A long-running task. Its row is the truth about it, and the outbox of the message that starts it.</summary>
public sealed class BackgroundTask
{
    /// <summary>A version 7 UUID, so that newer tasks sort after older ones.</summary>
    public Guid Id { get; set; }

    /// <summary>The name of the task type, <c>catalog-export</c> for example.</summary>
    public required string Type { get; set; }

    /// <summary>The class of work that the type belonged to when the task was accepted, <c>quick</c> or <c>bulk</c>.</summary>
    public required string Lane { get; set; }

    /// <summary>
    /// The place in the order of the lane: the lowest is begun first. Each client's tasks have turns that follow each other, counted from the
    /// turn that the lane is at, so that clients take turns.
    /// </summary>
    public long Turn { get; set; }

    /// <summary>The parameters as they were accepted, as JSON.</summary>
    public required string Parameters { get; set; }

    /// <summary>Where the task stands.</summary>
    public BackgroundTaskStatus Status { get; set; }

    /// <summary>How much is done, 0 to 100.</summary>
    public int Progress { get; set; }

    /// <summary>How often a run was begun. Each run knows its number, and can write to the row only while that is the last one.</summary>
    public int Attempts { get; set; }

    /// <summary>How many of those runs ended in an error; a run that was given back or lost its worker is not one of them.</summary>
    public int Failures { get; set; }

    /// <summary>How many runs do not count against the task: those before the client last asked for it, and those that were handed over.</summary>
    public int UncountedAttempts { get; set; }

    /// <summary>Where its runs have come to, as JSON of the runner's own.</summary>
    public string? Checkpoint { get; set; }

    /// <summary>Why the last run failed, for a person to act on.</summary>
    public string? Error { get; set; }

    /// <summary>When the task was accepted, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the first run began, in UTC.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When the task succeeded, failed or was canceled, in UTC.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The client that sent the task: the name of its API key, or the subject of its token.</summary>
    public required string Owner { get; set; }

    /// <summary>The client's <c>Idempotency-Key</c>, unique for each owner.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>
    /// When the message was published; null as long as the relay still owes it. A task that failed is owed one more, which ends in the
    /// error queue.
    /// </summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>Whether the task pauses between retries. It may be begun again once the relay takes its message.</summary>
    public bool IsPaused { get; set; }

    /// <summary>When the relay may publish the task: after the API's own attempt, a pause between retries or another relay's attempt, in UTC.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Whether the client asked for the task to stop.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>The worker that runs the task now.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when that worker may be taken for alive, in UTC.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>The W3C <c>traceparent</c> of the request, so that the run belongs to its trace.</summary>
    public string? TraceParent { get; set; }

    /// <summary>The media type of the result, or null if there is none.</summary>
    public string? ResultContentType { get; set; }

    /// <summary>The file name to offer for the result.</summary>
    public string? ResultFileName { get; set; }

    /// <summary>The length of the stored result in bytes.</summary>
    public long? ResultLength { get; set; }
}
