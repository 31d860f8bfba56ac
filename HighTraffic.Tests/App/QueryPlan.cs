using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace HighTraffic.Tests.App;

/// <summary>How PostgreSQL ran a command.</summary>
/// <param name="Nodes">The steps, the outermost first.</param>
internal sealed record QueryPlan(IReadOnlyList<JsonElement> Nodes)
{
    /// <summary>The number of blocks (8 KB) that were read.</summary>
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
        return Parse((string)(await explain.ExecuteScalarAsync())!);
    }

    /// <summary>Runs a command under EXPLAIN with the generic plan that a prepared statement may get.</summary>
    public static async Task<QueryPlan> GenericOfAsync(NpgsqlCommand command, string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var (text, values) = (command.CommandText, new List<string>());
        foreach (NpgsqlParameter parameter in command.Parameters)
        {
            values.Add(parameter.Value is string value ? $"'{value.Replace("'", "''", StringComparison.Ordinal)}'" : FormattableString.Invariant($"{parameter.Value}"));
            text = Regex.Replace(text, $@"@{Regex.Escape(parameter.ParameterName.TrimStart('@'))}\b", $"$${values.Count}");
        }

        await ExecuteAsync("SET plan_cache_mode = force_generic_plan");
        await ExecuteAsync($"PREPARE query AS {text}");
        await using var explain = new NpgsqlCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE query({string.Join(", ", values)})", connection);
        return Parse((string)(await explain.ExecuteScalarAsync())!);

        async Task ExecuteAsync(string sql)
        {
            await using var statement = new NpgsqlCommand(sql, connection);
            await statement.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The one step that reads an index.</summary>
    public JsonElement Scan(string index) => Assert.Single(Nodes, node => Property(node, "Index Name") == index);

    public override string ToString() => Nodes[0].ToString();

    private static QueryPlan Parse(string json)
    {
        using var plan = JsonDocument.Parse(json);
        return new QueryPlan([.. Flatten(plan.RootElement[0].GetProperty("Plan").Clone())]);
    }

    private static string? Property(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IEnumerable<JsonElement> Flatten(JsonElement node) =>
        node.TryGetProperty("Plans", out var children) ? [node, .. children.EnumerateArray().SelectMany(Flatten)] : [node];
}
