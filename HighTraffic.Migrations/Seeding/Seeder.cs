using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace HighTraffic.Migrations.Seeding;

/// <summary>Fills an empty database with the products and users of the contract, all or none of them.</summary>
internal sealed partial class Seeder(IOptions<SeedOptions> options, ILogger<Seeder> logger)
{
    // Any number of its own: whoever seeds holds it until the transaction ends.
    private const long AdvisoryLock = 0x5EED;

    public async Task SeedAsync(CatalogDbContext database, CancellationToken cancellationToken)
    {
        // A transaction of one's own has to be one unit of the retrying execution strategy.
        var seeded = await database.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await database.Database.BeginTransactionAsync(token);
                await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLock})", token);
                if (await database.Products.AnyAsync(token) || await database.Users.AnyAsync(token))
                {
                    return false;
                }

                var connection = (NpgsqlConnection)transaction.GetDbTransaction().Connection!;
                await CopyProductsAsync(connection, token);
                await CopyUsersAsync(connection, token);
                await transaction.CommitAsync(token);
                return true;
            },
            cancellationToken);

        if (!seeded)
        {
            LogFilledBefore();
            return;
        }

        // Gives the planner its statistics, and index-only scans their visibility map; VACUUM runs in no transaction.
        await database.Database.ExecuteSqlRawAsync("VACUUM (ANALYZE) products, users", cancellationToken);
        LogSeeded(options.Value.Products, options.Value.Users);
    }

    private async Task CopyProductsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY products (id, sku, name, description, category, price_cents, stock, updated_at) FROM STDIN (FORMAT binary)", cancellationToken);
        for (var number = 1L; number <= options.Value.Products; number++)
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
        await ContinueIdsAsync(connection, "products", options.Value.Products, cancellationToken);
    }

    private async Task CopyUsersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY users (id, email, display_name, created_at) FROM STDIN (FORMAT binary)", cancellationToken);
        for (var number = 1L; number <= options.Value.Users; number++)
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
        await ContinueIdsAsync(connection, "users", options.Value.Users, cancellationToken);
    }

    private static async Task ContinueIdsAsync(NpgsqlConnection connection, string table, int last, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT setval(pg_get_serial_sequence($1, 'id'), $2 + 1, false)", connection)
        {
            Parameters = { new() { Value = table }, new() { Value = (long)last } },
        };
        await command.ExecuteScalarAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Seeded {Products} products and {Users} users.")]
    private partial void LogSeeded(int products, int users);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database holds data already, so nothing was seeded.")]
    private partial void LogFilledBefore();
}
