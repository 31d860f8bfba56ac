using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using CliWrap;
using HighTraffic.Bench.Measures;
using HighTraffic.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HighTraffic.Bench.Systems;

/// <summary>A whole system that runs for the benchmark, with its own servers and data.</summary>
internal sealed class BenchedSystem : IAsyncDisposable
{
    /// <summary>The key of the API.</summary>
    public const string ApiKey = "a-key-for-the-benchmark-0123456789";

    // The highest value that the API allows.
    private const string MostTasks = "10000000";
    private readonly DistributedApplication _app;
    private readonly IReadOnlyCollection<string> _workers;

    private BenchedSystem(SystemSettings settings, DistributedApplication app, IReadOnlyCollection<string> workers, string database, string cache)
    {
        Settings = settings;
        _app = app;
        _workers = workers;
        ConnectionString = database;
        CacheConnectionString = cache;
        Database = NpgsqlDataSource.Create($"{database};Maximum Pool Size=4");
    }

    /// <summary>Its settings.</summary>
    public SystemSettings Settings { get; }

    /// <summary>The public address.</summary>
    public Uri Address => _app.GetEndpoint(ResourceNames.Gateway, "http");

    /// <summary>The connection string of its database.</summary>
    public string ConnectionString { get; }

    /// <summary>The connection string of its Redis server.</summary>
    public string CacheConnectionString { get; }

    /// <summary>Its database, to query and to prepare.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>Starts a system and waits until it is healthy.</summary>
    /// <exception cref="BenchException">It does not become healthy.</exception>
    public static async Task<BenchedSystem> StartAsync(SystemSettings settings, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.StartLimit);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.HighTraffic_AppHost>(
            [.. settings.Arguments, $"--Parameters:{ResourceNames.ApiKey}={ApiKey}"], limit.Token);
        foreach (var api in builder.Resources.OfType<ProjectResource>().Where(IsApi).Select(builder.CreateResourceBuilder))
        {
            // The benchmark is one client that takes the whole capacity.
            api.WithEnvironment("HighTraffic__Quotas__Enabled", "false")
                .WithEnvironment("HighTraffic__Tasks__MaxOpenPerClient", MostTasks).WithEnvironment("HighTraffic__Tasks__MaxBacklog", MostTasks);
            foreach (var (name, value) in settings.ApiEnvironment)
            {
                api.WithEnvironment(name, value);
            }
        }

        // The logs of the resources: thousands of lines a second would take CPU time from what is measured.
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var app = await builder.BuildAsync(limit.Token);
        try
        {
            await app.StartAsync(limit.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync(ResourceNames.Gateway, limit.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync(ResourceNames.Worker, limit.Token);
            var database = await app.GetConnectionStringAsync(ResourceNames.Database, limit.Token)
                ?? throw new BenchException("The database has no connection string.");
            var cache = await app.GetConnectionStringAsync(ResourceNames.Cache, limit.Token)
                ?? throw new BenchException("Redis has no connection string.");
            var workers = await FindWorkersAsync(app, settings.Workers, limit.Token);
            var system = new BenchedSystem(settings, app, workers, database, cache);
            await system.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements", limit.Token);
            return system;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await app.DisposeAsync();
            throw new BenchException($"The system did not become healthy within {settings.StartLimit.TotalMinutes:0} minutes; ./run.sh shows what is wrong.");
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client for the public address, with the key.</summary>
    public HttpClient Client() => ClientOf(Address);

    /// <summary>A client for an address, with the key.</summary>
    /// <param name="address">The address.</param>
    /// <param name="connections">The most connections that it opens: enough that load past the knee waits in the system and not in the client.</param>
    public static HttpClient ClientOf(Uri address, int connections = 8192)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiKey);
        return client;
    }

    /// <summary>Executes a statement in the database.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads one number from the database.</summary>
    public async Task<long> NumberAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads one text from the database.</summary>
    public async Task<string?> TextAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand(sql);
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Waits until no task is queued or running.</summary>
    public async Task TasksEndedAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await NumberAsync("SELECT count(*) FROM (SELECT FROM tasks WHERE status IN ('queued', 'running') LIMIT 1) AS open", cancellationToken) > 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Stops the workers for good and deletes all tasks, so that the system only accepts tasks.</summary>
    /// <exception cref="BenchException">The workers are still running.</exception>
    public async Task StopTasksAsync(CancellationToken cancellationToken)
    {
        var stopped = await _app.ResourceCommands.ExecuteCommandAsync(ResourceNames.Worker, KnownResourceCommands.StopCommand, cancellationToken);
        if (!stopped.Success)
        {
            throw new BenchException($"The workers could not be stopped: {stopped.Message}");
        }

        await ExecuteAsync("TRUNCATE tasks CASCADE", cancellationToken);
    }

    /// <summary>Stops all processes of PostgreSQL, which then neither answers nor rejects anything.</summary>
    /// <exception cref="BenchException">They are not visible, because they run in a container.</exception>
    public Task SuspendDatabaseAsync(CancellationToken cancellationToken) => SignalDatabaseAsync("STOP", cancellationToken);

    /// <summary>Continues the processes of PostgreSQL.</summary>
    public Task ResumeDatabaseAsync() => SignalDatabaseAsync("CONT", CancellationToken.None);

    /// <summary>The process of the first replica of the API, if it is visible.</summary>
    public int? ReplicaProcess => ProcessId($"{ResourceNames.Api}-1");

    /// <summary>The process of the worker, if there is one and it is visible.</summary>
    public int? WorkerProcess => ProcessId(ResourceNames.Worker);

    /// <summary>How many statements about products and users the database has executed so far.</summary>
    public Task<long> DatabaseCallsAsync(CancellationToken cancellationToken) => NumberAsync(
        "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE query ~ '(products|users)' AND query !~ 'pg_stat_statements'", cancellationToken);

    /// <summary>The CPU time that each part has used so far. Empty if the processes of the parts are not visible, because they run in containers.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ProcessorTimes() => ProcessTree.TimesOf(
        _app.Services.GetRequiredService<DistributedApplicationModel>().Resources
            .SelectMany(resource => InstancesOf(resource.Name).Select(instance => (PartOf(resource), ProcessId(instance)))));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _app.DisposeAsync();
    }

    private async Task SignalDatabaseAsync(string signal, CancellationToken cancellationToken)
    {
        var process = ProcessId(ResourceNames.Postgres) ?? throw new BenchException("The processes of PostgreSQL are not visible: it must be a local program (HighTraffic__Servers=Local).");
        await Cli.Wrap("kill").WithArguments(["-s", signal, .. ProcessTree.Of(process).Select(id => id.ToString(CultureInfo.InvariantCulture))]).ExecuteAsync(cancellationToken);
    }

    private static bool IsApi(IResource resource) => resource.Name.StartsWith(ResourceNames.Api + "-", StringComparison.Ordinal) && resource is ProjectResource;

    private static string PartOf(IResource resource) => IsApi(resource) ? "API" : resource.Name switch
    {
        ResourceNames.Gateway => "Nginx",
        ResourceNames.Cache => "Redis",
        ResourceNames.Postgres => "PostgreSQL",
        ResourceNames.Messaging => "RabbitMQ",
        ResourceNames.Worker => "worker",
        _ => "other",
    };

    private IReadOnlyCollection<string> InstancesOf(string resource) => resource == ResourceNames.Worker ? _workers : [resource];

    // Of several instances, each has a name of its own, which only the orchestrator knows.
    private static async Task<IReadOnlyCollection<string>> FindWorkersAsync(DistributedApplication app, int count, CancellationToken cancellationToken)
    {
        var workers = new HashSet<string>();
        await foreach (var change in app.ResourceNotifications.WatchAsync(cancellationToken))
        {
            if (change.Resource.Name == ResourceNames.Worker && workers.Add(change.ResourceId) && workers.Count == count)
            {
                break;
            }
        }

        return workers;
    }

    private int? ProcessId(string resource) =>
        _app.ResourceNotifications.TryGetCurrentState(resource, out var state)
        && state!.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } id
            ? Convert.ToInt32(id, CultureInfo.InvariantCulture)
            : null;
}
