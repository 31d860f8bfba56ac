using Aspire.Hosting.Testing;
using HighTraffic.Core;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HighTraffic.Tests.App;

/// <summary>A separate database on the running server, created by the same migrations. The app does not use it.</summary>
public class SeparateDatabase(RunningApp app) : IAsyncLifetime
{
    private readonly string _name = $"separate_{Guid.NewGuid():N}";
    private string? _connectionString;

    public string ConnectionString => _connectionString ?? throw new InvalidOperationException("The database has not been created.");

    public virtual async Task InitializeAsync()
    {
        var server = await app.App.GetConnectionStringAsync(ResourceNames.Database);
        _connectionString = new NpgsqlConnectionStringBuilder(server) { Database = _name, MinPoolSize = 0, Pooling = false }.ConnectionString;
        await using var database = CreateContext();
        await database.Database.MigrateAsync();
    }

    public async Task DisposeAsync()
    {
        await using var database = CreateContext();
        await database.Database.EnsureDeletedAsync();
    }

    /// <summary>A context of the database.</summary>
    /// <param name="configure">Adds to its options.</param>
    internal AppDbContext CreateContext(Action<DbContextOptionsBuilder<AppDbContext>>? configure = null)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(ConnectionString);
        configure?.Invoke(options);
        return new AppDbContext(options.Options);
    }
}
