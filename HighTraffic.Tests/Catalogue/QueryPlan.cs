using System.Text.Json;
using Npgsql;

namespace HighTraffic.Tests.Catalogue;

/// <summary>How PostgreSQL ran a command.</summary>
/// <param name="Nodes">The steps, the outermost first.</param>
internal sealed record QueryPlan(IReadOnlyList<JsonElement> Nodes)
{
    /// <summary>The blocks of eight kilobytes that were looked at.</summary>
    public long Blocks => Nodes[0].GetProperty("Shared Hit Blocks").GetInt64() + Nodes[0].GetProperty("Shared Read Blocks").GetInt64();

    /// <summary>The indexes that were read.</summary>
    public IEnumerable<string?> Indexes => Nodes.Select(node => Property(node, "Index Name")).Where(name => name is not null);

    public bool HasSequentialScan => Nodes.Any(node => Property(node, "Node Type")!.Contains("Seq Scan", StringComparison.Ordinal));

    /// <summary>Runs a command under EXPLAIN, with its parameters.</summary>
    public static async Task<QueryPlan> OfAsync(NpgsqlCommand command, string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var explain = command.Clone();
        explain.Connection = connection;
        explain.Transaction = null;
        explain.CommandText = $"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {command.CommandText}";
        using var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync())!);
        return new QueryPlan([.. Flatten(plan.RootElement[0].GetProperty("Plan").Clone())]);
    }

    /// <summary>The one step that reads an index.</summary>
    public JsonElement Scan(string index) => Assert.Single(Nodes, node => Property(node, "Index Name") == index);

    public override string ToString() => Nodes[0].ToString();

    private static string? Property(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IEnumerable<JsonElement> Flatten(JsonElement node) =>
        node.TryGetProperty("Plans", out var children) ? [node, .. children.EnumerateArray().SelectMany(Flatten)] : [node];
}
