namespace Aspire.StackExchange.Redis;

/// <summary>How a Redis client is set up: the section <c>Aspire:StackExchange:Redis</c> of the configuration.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>The connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether no health check is registered.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether commands are not traced.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the connection is made at the first use and not when the host starts.</summary>
    public bool DisableAutoActivation { get; set; } = true;
}
