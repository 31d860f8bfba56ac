namespace HighTraffic.Core;

/// <summary>The names of the resources in the app model. The AppHost declares them, and services find their connection strings by them.</summary>
public static class ResourceNames
{
    /// <summary>The PostgreSQL server.</summary>
    public const string Postgres = "postgres";

    /// <summary>The database of the domain and the tasks.</summary>
    public const string Database = "appdb";

    /// <summary>The Redis server: output cache and notifications.</summary>
    public const string Cache = "cache";

    /// <summary>The RabbitMQ server.</summary>
    public const string Messaging = "messaging";

    /// <summary>The project that migrates and seeds the database, then exits.</summary>
    public const string Migrations = "migrations";

    /// <summary>The API; in run mode its instances are <c>api-1</c>, <c>api-2</c>, and so on.</summary>
    public const string Api = "api";

    /// <summary>The worker that runs the long tasks.</summary>
    public const string Worker = "worker";

    /// <summary>Nginx, the only public address.</summary>
    public const string Gateway = "gateway";

    /// <summary>The secret parameter that holds the API key.</summary>
    public const string ApiKey = "api-key";
}
