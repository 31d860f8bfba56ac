namespace HighTraffic.ServiceDefaults;

/// <summary>
/// The names of the app's own telemetry. Attributes begin with the app's name, so that they cannot collide with future conventions.
/// </summary>
public static class TelemetryNames
{
    /// <summary>The name of the one meter and the one activity source in every process.</summary>
    public const string App = "HighTraffic";

    /// <summary>The category of the audit log: a category of its own, so that a log system can keep its lines longer than others.</summary>
    public const string Audit = "HighTraffic.Audit";

    /// <summary>The id of a task.</summary>
    public const string TaskId = "hightraffic.task.id";

    /// <summary>The type of a task.</summary>
    public const string TaskType = "hightraffic.task.type";

    /// <summary>The state of an open task: <c>queued</c> or <c>running</c>.</summary>
    public const string TaskStatus = "hightraffic.task.status";

    /// <summary>How a run of a task ended.</summary>
    public const string TaskOutcome = "hightraffic.task.outcome";

    /// <summary>The number of a run of its task, from 1.</summary>
    public const string TaskAttempt = "hightraffic.task.attempt";

    /// <summary>The evicted tag, without the product id that it may contain.</summary>
    public const string CacheTag = "hightraffic.cache.tag";

    /// <summary>How many tags were evicted together.</summary>
    public const string CacheTags = "hightraffic.cache.tags";

    /// <summary>The cache profile of a public read.</summary>
    public const string CachePolicy = "hightraffic.cache.policy";

    /// <summary>What the cache did: <c>hit</c>, <c>miss</c>, <c>collapsed</c>, <c>refresh</c> or <c>bypass</c>.</summary>
    public const string CacheOutcome = "hightraffic.cache.outcome";

    /// <summary>Where a hit was found: <c>memory</c> or <c>redis</c>.</summary>
    public const string CacheLayer = "hightraffic.cache.layer";

    /// <summary>The sender of a request, following OpenTelemetry's conventions: the name of an API key, <c>token</c> or <c>anonymous</c>.</summary>
    public const string Client = "enduser.id";

    /// <summary>The quota class of a request.</summary>
    public const string QuotaClass = "hightraffic.quota.class";

    /// <summary>Whether the quota allowed a request: <c>allowed</c> or <c>refused</c>.</summary>
    public const string QuotaOutcome = "hightraffic.quota.outcome";

    /// <summary>Why a request was shed: <c>concurrency</c>, <c>timeout</c>, <c>database</c>, <c>quota</c> or <c>backlog</c>.</summary>
    public const string ShedReason = "hightraffic.shed.reason";

    /// <summary>The name of a health check.</summary>
    public const string HealthCheck = "hightraffic.health.check";

    /// <summary>The kind of error, following OpenTelemetry's conventions.</summary>
    public const string ErrorType = "error.type";
}
