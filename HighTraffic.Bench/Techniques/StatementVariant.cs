using HighTraffic.Bench.Systems;
using Npgsql;

namespace HighTraffic.Bench.Techniques;

/// <summary>A statement that this process sends to PostgreSQL.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="settings">The system that it runs on.</param>
/// <param name="sql">The statement; its one parameter is a number.</param>
/// <param name="number">Chooses the number from the number of rows.</param>
/// <param name="connection">Additions to the connection string.</param>
/// <param name="prepare">Statements that are executed once beforehand.</param>
internal sealed class StatementVariant(
    string name, SystemSettings settings, string sql, Func<int, long> number, string connection = LoopVariant.Pool, string? prepare = null)
    : LoopVariant(name, settings)
{
    private NpgsqlDataSource? _source;

    /// <inheritdoc/>
    public override async Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        if (prepare is not null)
        {
            await system.ExecuteAsync(prepare, cancellationToken);
        }

        _source = Own(NpgsqlDataSource.Create($"{system.ConnectionString};{connection}"));
        await OperateAsync(system, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task OperateAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        await using var database = await _source!.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, database) { Parameters = { new NpgsqlParameter { Value = number(Settings.Products) } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            rows++;
        }

        if (rows == 0)
        {
            throw new BenchException($"The statement found no row: {sql}");
        }
    }
}
