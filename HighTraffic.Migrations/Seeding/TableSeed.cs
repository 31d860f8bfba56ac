using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HighTraffic.Migrations.Seeding;

/// <summary>The seed data of a table. Derive from this class and register it in <c>Program.cs</c>.</summary>
/// <param name="table">The name of the table.</param>
/// <param name="columns">Its columns, including <c>id</c>, in the order in which rows write them.</param>
internal abstract class TableSeed(string table, string columns)
{
    /// <summary>The name of the table.</summary>
    public string Table => table;

    /// <summary>Updates the planner's statistics, and the visibility map for index-only scans. It must not run in a transaction.</summary>
    public string Vacuum => $"VACUUM (ANALYZE) {table}";

    /// <summary>How many rows to seed.</summary>
    public abstract int RowsOf(SeedOptions options);

    /// <summary>Whether the table has any rows.</summary>
    public abstract Task<bool> HasRowsAsync(AppDbContext database, CancellationToken cancellationToken);

    /// <summary>Fills the table, and sets its id sequence to continue after the last row.</summary>
    public virtual async Task FillAsync(AppDbContext database, int rows, CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)database.Database.GetDbConnection();
        await using (var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT binary)", cancellationToken))
        {
            for (var number = 1L; number <= rows; number++)
            {
                await copy.StartRowAsync(cancellationToken);
                await WriteAsync(copy, number, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using var command = new NpgsqlCommand("SELECT setval(pg_get_serial_sequence($1, 'id'), $2 + 1, false)", connection)
        {
            Parameters = { new() { Value = table }, new() { Value = (long)rows } },
        };
        await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Writes the columns of a row, with the same values on every machine.</summary>
    /// <param name="copy">Receives the columns.</param>
    /// <param name="number">The number of the row, from 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    protected abstract Task WriteAsync(NpgsqlBinaryImporter copy, long number, CancellationToken cancellationToken);
}
