namespace Aspire.StackExchange.Redis;

/// <summary>Where the client connects to, and under which name the configuration says so.</summary>
internal sealed record RedisConnectionString(string Name, string? Value);
