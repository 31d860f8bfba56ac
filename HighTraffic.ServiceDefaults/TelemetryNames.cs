namespace HighTraffic.ServiceDefaults;

/// <summary>What the app's own telemetry is called. Attributes begin with the app's name, so that no convention can come to mean them.</summary>
public static class TelemetryNames
{
    /// <summary>The one meter and the one source of spans, under which every process reports.</summary>
    public const string App = "HighTraffic";

    /// <summary>The id of a task.</summary>
    public const string TaskId = "hightraffic.task.id";

    /// <summary>The type of a task.</summary>
    public const string TaskType = "hightraffic.task.type";

    /// <summary>How far a task is: <c>queued</c> or <c>running</c>.</summary>
    public const string TaskStatus = "hightraffic.task.status";

    /// <summary>How a run of a task ended.</summary>
    public const string TaskOutcome = "hightraffic.task.outcome";

    /// <summary>Which run of its task a run is, from 1.</summary>
    public const string TaskAttempt = "hightraffic.task.attempt";

    /// <summary>Whose tag was evicted, without the id of the one product that it may name.</summary>
    public const string CacheTag = "hightraffic.cache.tag";

    /// <summary>How many tags were evicted at once.</summary>
    public const string CacheTags = "hightraffic.cache.tags";

    /// <summary>Whose answer was looked for: a cache profile.</summary>
    public const string CachePolicy = "hightraffic.cache.policy";

    /// <summary>What the cache did: <c>hit</c>, <c>miss</c>, <c>collapsed</c>, <c>refresh</c> or <c>bypass</c>.</summary>
    public const string CacheOutcome = "hightraffic.cache.outcome";

    /// <summary>Where a hit was found: <c>memory</c> or <c>redis</c>.</summary>
    public const string CacheLayer = "hightraffic.cache.layer";

    /// <summary>Who sends a request, by OpenTelemetry's conventions: the name of an API key, <c>token</c> or <c>anonymous</c>.</summary>
    public const string Client = "enduser.id";

    /// <summary>The class of quotas that a request counts against.</summary>
    public const string QuotaClass = "hightraffic.quota.class";

    /// <summary>Whether the quota let a request through: <c>allowed</c> or <c>refused</c>.</summary>
    public const string QuotaOutcome = "hightraffic.quota.outcome";

    /// <summary>Why a request was refused: <c>concurrency</c>, <c>timeout</c>, <c>database</c>, <c>quota</c> or <c>backlog</c>.</summary>
    public const string ShedReason = "hightraffic.shed.reason";

    /// <summary>The name of a health check.</summary>
    public const string HealthCheck = "hightraffic.health.check";

    /// <summary>The kind of error, by OpenTelemetry's conventions.</summary>
    public const string ErrorType = "error.type";
}
