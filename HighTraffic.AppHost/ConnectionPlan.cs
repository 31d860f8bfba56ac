namespace HighTraffic.AppHost;

/// <summary>
/// How many PostgreSQL connections each instance may hold, so that all pools together stay below <c>max_connections</c>, beyond which
/// PostgreSQL refuses clients (https://www.postgresql.org/docs/15/runtime-config-connection.html).
/// </summary>
/// <param name="Api">The pool of each instance of the API.</param>
/// <param name="Worker">The pool of each worker.</param>
/// <param name="Migrations">The pool of the migrations run.</param>
/// <param name="ServerLimit">The server's <c>max_connections</c>.</param>
internal sealed record ConnectionPlan(PoolSize Api, PoolSize Worker, PoolSize Migrations, int ServerLimit)
{
    // For health checks, psql and the three connections that PostgreSQL reserves for superusers.
    private const int Reserve = 20;

    // During an upgrade of a published app there is one more of each (docs/deployment.md).
    private const int Surge = 1;

    public static ConnectionPlan For(AppSettings settings, bool isPublished)
    {
        var api = new PoolSize(Minimum: 10, Maximum: 15);
        var worker = new PoolSize(Minimum: 2, Maximum: 15);
        var migrations = new PoolSize(Minimum: 0, Maximum: 4);
        var surge = isPublished ? Surge : 0;
        var pools = ((settings.MostApiReplicas + surge) * api.Maximum) + ((settings.MostWorkerReplicas + surge) * worker.Maximum) + migrations.Maximum;
        return new ConnectionPlan(api, worker, migrations, pools + Reserve);
    }
}

/// <summary>The size of a connection pool.</summary>
/// <param name="Minimum">How many connections are kept open.</param>
/// <param name="Maximum">The maximum number of connections. Callers that need another one wait.</param>
internal sealed record PoolSize(int Minimum, int Maximum);
