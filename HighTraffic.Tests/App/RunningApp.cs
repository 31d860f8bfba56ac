using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using HighTraffic.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;

namespace HighTraffic.Tests.App;

/// <summary>The whole app on the real servers, with little data, started once for all tests that share it.</summary>
public sealed class RunningApp : IAsyncLifetime
{
    public const int Replicas = 3;

    /// <summary>The burst of the quota class <c>tiny</c>; almost no tokens flow in during a test.</summary>
    public const int TinyQuota = 60;

    /// <summary>How long a delivery may stay open in these tests; RabbitMQ's default is half an hour.</summary>
    public static readonly TimeSpan ConsumerTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long a run of the quick lane may take in these tests.</summary>
    public const int QuickSeconds = 35;

    public const string ApiKey = "a-key-for-tests-only-0123456789";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private DistributedApplication? _app;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The app has not been started.");

    /// <summary>The public address.</summary>
    public Uri Address => App.GetEndpoint(ResourceNames.Gateway, "http");

    /// <summary>The address that opens the dashboard.</summary>
    public string DashboardAddress =>
        $"{App.GetEndpoint("aspire-dashboard", "http")}login?t={App.Services.GetRequiredService<IConfiguration>()["AppHost:BrowserToken"]}";

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.HighTraffic_AppHost>(
            [
                "--HighTraffic:Port=0", "--HighTraffic:KeepData=false", "--HighTraffic:Announce=false",
                .. Domain.Seed(),
                $"--HighTraffic:Api:Replicas={Replicas}", $"--Parameters:{ResourceNames.ApiKey}={ApiKey}",
            ],
            (options, _) => options.DisableDashboard = false,
            limit.Token);
        // The resources' logs would bury the tests' own output.
        builder.Services.AddLogging(logging => logging.AddFilter("HighTraffic.AppHost.Resources", LogLevel.None));
        var timeout = $"-rabbit consumer_timeout {ConsumerTimeout.TotalMilliseconds} -rabbit channel_tick_interval 1000";
        var messaging = builder.Resources.OfType<IResourceWithEnvironment>().Single(resource => resource.Name == ResourceNames.Messaging);
        builder.CreateResourceBuilder(messaging).WithEnvironment("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", timeout);
        var worker = builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == ResourceNames.Worker);
        builder.CreateResourceBuilder(worker).WithEnvironment("HighTraffic__Worker__QuickSeconds", QuickSeconds.ToString(CultureInfo.InvariantCulture));
        foreach (var api in builder.Resources.OfType<ProjectResource>().Where(resource => resource.Name.StartsWith($"{ResourceNames.Api}-", StringComparison.Ordinal)))
        {
            var replica = builder.CreateResourceBuilder(api);
            TestTokens.Accept(replica);
            replica.WithEnvironment("HighTraffic__Quotas__Classes__tiny__Burst", TinyQuota.ToString(CultureInfo.InvariantCulture)).WithEnvironment("HighTraffic__Quotas__Classes__tiny__PerSecond", "0.01");
        }

        _app = await builder.BuildAsync(limit.Token);
        try
        {
            await _app.StartAsync(limit.Token);
            await HealthyAsync(ResourceNames.Gateway, limit.Token);
            await HealthyAsync(ResourceNames.Worker, limit.Token);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    /// <summary>A client for the public address that does not decompress bodies and adds no headers.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, ActivityHeadersPropagator = null })
    {
        BaseAddress = Address,
    };

    /// <summary>The same with the API key.</summary>
    public HttpClient Authorized()
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiKey);
        return client;
    }

    /// <summary>The same with the API key, and with <c>Cache-Control: no-cache</c>.</summary>
    public HttpClient Fresh()
    {
        var client = Authorized();
        client.DefaultRequestHeaders.CacheControl = new CacheControlHeaderValue { NoCache = true };
        return client;
    }

    /// <summary>A connection to the database.</summary>
    public async Task<NpgsqlConnection> OpenDatabaseAsync()
    {
        var connection = new NpgsqlConnection(await App.GetConnectionStringAsync(ResourceNames.Database));
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>A connection to Redis with admin rights.</summary>
    public async Task<ConnectionMultiplexer> ConnectToRedisAsync() =>
        await ConnectionMultiplexer.ConnectAsync($"{await App.GetConnectionStringAsync(ResourceNames.Cache)},allowAdmin=true");

    /// <summary>Reads one value from the database.</summary>
    public async Task<T> QueryAsync<T>(string sql, params object[] values)
    {
        await using var connection = await OpenDatabaseAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Executes a statement in the database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenDatabaseAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Executes a statement on a connection, in its transaction if it has one.</summary>
    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until a resource is healthy. It may have just been told to start, and still be reported as ended.</summary>
    public Task<ResourceEvent> HealthyAsync(string resource, CancellationToken cancellationToken) =>
        App.ResourceNotifications.WaitForResourceHealthyAsync(resource, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);

    /// <summary>The processes of a resource with one instance: the one that Aspire started, and its descendants.</summary>
    public int[] ProcessIds(string resource) => [.. LinuxProcess.WithDescendants(ProcessId(resource))];

    /// <summary>The process id of a resource with one instance.</summary>
    public int ProcessId(string resource) => Convert.ToInt32(
        StateOf(resource).Snapshot.Properties.Single(property => property.Name == "executable.pid").Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How many of the lines that a resource with one instance has printed contain a text.</summary>
    public async Task<int> CountLogLinesAsync(string resource, string text)
    {
        var count = 0;
        await foreach (var lines in App.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(StateOf(resource).ResourceId))
        {
            count += lines.Count(line => line.Content.Contains(text, StringComparison.Ordinal));
        }

        return count;
    }

    private ResourceEvent StateOf(string resource)
    {
        Assert.True(App.ResourceNotifications.TryGetCurrentState(resource, out var state), $"{resource} is unknown.");
        return state!;
    }
}
