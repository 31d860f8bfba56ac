using System.Net;
using System.Net.Http.Headers;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using HighTraffic.Contracts;
using Npgsql;

namespace HighTraffic.Tests.App;

/// <summary>The whole app on the real servers, with little data, started once for all tests that share it.</summary>
public sealed class RunningApp : IAsyncLifetime
{
    public const int Products = 2_000;
    public const int Users = 500;
    public const int Replicas = 3;
    public const string ApiKey = "a-key-for-tests-only-0123456789";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private DistributedApplication? _app;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The app has not been started.");

    /// <summary>The public address.</summary>
    public Uri Address => App.GetEndpoint(ResourceNames.Gateway, "http");

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.HighTraffic_AppHost>(
            [
                "--HighTraffic:Port=0", "--HighTraffic:KeepData=false",
                $"--HighTraffic:Seed:Products={Products}", $"--HighTraffic:Seed:Users={Users}",
                $"--HighTraffic:Api:Replicas={Replicas}", $"--Parameters:{ResourceNames.ApiKey}={ApiKey}",
            ],
            limit.Token);
        _app = await builder.BuildAsync(limit.Token);
        try
        {
            await _app.StartAsync(limit.Token);
            await _app.ResourceNotifications.WaitForResourceHealthyAsync(ResourceNames.Gateway, limit.Token);
            await _app.ResourceNotifications.WaitForResourceHealthyAsync(ResourceNames.Worker, limit.Token);
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

    /// <summary>A client of the public address that shows compressed bodies as they come.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = Address };

    /// <summary>The same with the API key.</summary>
    public HttpClient Authorized()
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiKey);
        return client;
    }

    /// <summary>The same with the API key, and with the wish to be served nothing from a cache.</summary>
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

    /// <summary>One value from the database.</summary>
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

    /// <summary>The process id of a resource that has one instance.</summary>
    public int ProcessId(string resource)
    {
        Assert.True(App.ResourceNotifications.TryGetCurrentState(resource, out var state), $"{resource} is not known.");
        return Convert.ToInt32(
            state!.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value, System.Globalization.CultureInfo.InvariantCulture);
    }
}
