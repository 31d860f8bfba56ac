namespace HighTraffic.Deployment.Tests.Compose;

/// <summary>A test with the real Redis, skipped if it is not installed.</summary>
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute()
    {
        if (!File.Exists("/usr/bin/redis-server") && !File.Exists("/usr/local/bin/redis-server"))
        {
            Skip = "redis-server is not installed on this machine.";
        }
    }
}
