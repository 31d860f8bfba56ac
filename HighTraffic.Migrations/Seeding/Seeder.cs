using System.Diagnostics;
using HighTraffic.Data;
using HighTraffic.Data.Products;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace HighTraffic.Migrations.Seeding;

/// <summary>Fills an empty database with the products and users of the contract, all or none of them.</summary>
internal sealed partial class Seeder(CatalogDbContext database, IOptions<SeedOptions> options, ILogger<Seeder> logger)
{
    // Any number of its own: whoever seeds holds it until the transaction ends.
    private const long AdvisoryLock = 0x5EED;

    private readonly SeedOptions _amounts = options.Value;

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();

        // A transaction of one's own has to be one unit of the retrying execution strategy.
        if (!await database.Database.CreateExecutionStrategy().ExecuteAsync(FillAsync, cancellationToken))
        {
            LogFilledBefore();
            return;
        }

        // Gives the planner its statistics, and index-only scans their visibility map; VACUUM runs in no transaction.
        await database.Database.ExecuteSqlRawAsync("VACUUM (ANALYZE) products, users", cancellationToken);
        Activity.Current?.SetTag("hightraffic.seed.products", _amounts.Products).SetTag("hightraffic.seed.users", _amounts.Users);
        LogSeeded(_amounts.Products, _amounts.Users, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLock})", cancellationToken);
        if (await database.Products.AnyAsync(cancellationToken) || await database.Users.AnyAsync(cancellationToken))
        {
            return false;
        }

        LogSeeding(_amounts.Products, _amounts.Users);
        var connection = (NpgsqlConnection)transaction.GetDbTransaction().Connection!;
        var searchIndex = await TakeSearchIndexAwayAsync(cancellationToken);
        await CopyProductsAsync(connection, cancellationToken);
        await database.Database.ExecuteSqlRawAsync(searchIndex, cancellationToken);
        await CopyUsersAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    // Made of all rows at once, the search index takes half the time and two thirds of the space.
    private async Task<string> TakeSearchIndexAwayAsync(CancellationToken cancellationToken)
    {
        var definition = await database.Database
            .SqlQuery<string>($"""SELECT pg_get_indexdef({ProductLimits.SearchIndex}::regclass) AS "Value" """)
            .SingleAsync(cancellationToken);
        await database.Database.ExecuteSqlRawAsync($"DROP INDEX {ProductLimits.SearchIndex}", cancellationToken);
        return definition;
    }

    private async Task CopyProductsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY products (id, sku, name, description, category, price_cents, stock, updated_at) FROM STDIN (FORMAT binary)", cancellationToken);
        for (var number = 1L; number <= _amounts.Products; number++)
        {
            var product = ProductSeed.Make(number);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(product.Id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(product.Sku, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(product.Name, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(product.Description, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(product.Category, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(product.PriceCents, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(product.Stock, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(product.UpdatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
        await copy.CloseAsync(cancellationToken);
        await ContinueIdsAsync(connection, "products", _amounts.Products, cancellationToken);
    }

    private async Task CopyUsersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY users (id, email, display_name, created_at) FROM STDIN (FORMAT binary)", cancellationToken);
        for (var number = 1L; number <= _amounts.Users; number++)
        {
            var user = UserSeed.Make(number);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(user.Id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(user.Email, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(user.DisplayName, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(user.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
        await copy.CloseAsync(cancellationToken);
        await ContinueIdsAsync(connection, "users", _amounts.Users, cancellationToken);
    }

    private static async Task ContinueIdsAsync(NpgsqlConnection connection, string table, int last, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT setval(pg_get_serial_sequence($1, 'id'), $2 + 1, false)", connection)
        {
            Parameters = { new() { Value = table }, new() { Value = (long)last } },
        };
        await command.ExecuteScalarAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Seeding {Products} products and {Users} users.")]
    private partial void LogSeeding(int products, int users);

    [LoggerMessage(Level = LogLevel.Information, Message = "Seeded {Products} products and {Users} users in {Seconds:0.0} s.")]
    private partial void LogSeeded(int products, int users, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database holds data already, so nothing was seeded.")]
    private partial void LogFilledBefore();
}
