namespace HighTraffic.Data.Tasks;

/// <summary>A long-running task. Its row is the source of truth, and the outbox for the message that starts it.</summary>
public sealed class BackgroundTask
{
    /// <summary>A version 7 UUID, so that newer tasks sort after older ones.</summary>
    public Guid Id { get; set; }

    /// <summary>The name of the task type, <c>catalog-export</c> for example.</summary>
    public required string Type { get; set; }

    /// <summary>The lane of the type when the task was accepted, <c>quick</c> or <c>bulk</c>.</summary>
    public required string Lane { get; set; }

    /// <summary>
    /// The position in the lane; the lowest begins first. The tasks of each client get consecutive turns, starting at the lane's current turn,
    /// so that clients alternate.
    /// </summary>
    public long Turn { get; set; }

    /// <summary>The accepted parameters, as JSON.</summary>
    public required string Parameters { get; set; }

    /// <summary>The state of the task.</summary>
    public BackgroundTaskStatus Status { get; set; }

    /// <summary>The progress in percent, 0 to 100.</summary>
    public int Progress { get; set; }

    /// <summary>How many runs have begun. Each run knows its number, and can write to the row only while it is the latest.</summary>
    public int Attempts { get; set; }

    /// <summary>How many of those runs ended in an error. Runs that were given back, or whose worker died, do not count.</summary>
    public int Failures { get; set; }

    /// <summary>How many runs do not count against the task: those before the client's last retry, and those that were given back.</summary>
    public int UncountedAttempts { get; set; }

    /// <summary>The last checkpoint of its runs, in the runner's own JSON.</summary>
    public string? Checkpoint { get; set; }

    /// <summary>Why the last run failed, in a sentence for people.</summary>
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
    /// When the message was published; null while it is owed. A failed task is owed one more message, which ends up in the error queue.
    /// </summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>Whether the task pauses before a retry. It can begin again once the relay takes its message.</summary>
    public bool IsPaused { get; set; }

    /// <summary>
    /// When the relay may publish the task, in UTC: after the API's own attempt, the pause before a retry, or another relay's attempt.
    /// </summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Whether the client canceled the task.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>The worker that is running the task.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when that worker counts as alive, in UTC.</summary>
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
