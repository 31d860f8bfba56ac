using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Load;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Systems;
using HighTraffic.Bench.Techniques;

namespace HighTraffic.Bench.Scenarios;

/// <summary>What reads cost as the tables grow. The caches are off, so each read queries the database.</summary>
internal static class Growth
{
    /// <summary>The name of the sizes in a normal run.</summary>
    public const string Id = "growth";

    /// <summary>The name of the size that takes minutes to seed.</summary>
    public const string LargeId = "growth-large";

    // Few, so that latency shows the work and not the wait for a turn.
    private const int Connections = 4;
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];
    private static readonly int[] LargeSizes = [10_000_000];

    // The seed has 20 categories. This read comes last, after others have been added.
    private const int Categories = 1_000;
    private const string OfManyCategories = "sums over 1,000 categories";

    // {n} is a random row.
    private static readonly (string Name, Request Request)[] Reads =
    [
        ("one product", new("/api/products/{n}", Expect: "\"sku\"")),
        ("a page of 50", new("/api/products?pageSize=50")),
        ("a search that matches few products", new("/api/products?q=alder%20silent%20kettle&pageSize=50")),
        ("sums over 20 categories", new("/api/categories", Expect: "\"category\"")),
        ("a user by e-mail", new("/api/users/by-email?email=user{n}@example.com", AcceptEncoding: null, Expect: "\"email\"")),
        (OfManyCategories, new("/api/categories", Expect: "Category 1000")),
    ];

    /// <summary>Measures up to a million products and users.</summary>
    public static Task<IReadOnlyList<TableReport>> MeasureAsync(SystemPool pool, BenchOptions options, CancellationToken cancellationToken) =>
        MeasureAsync(Id, Sizes, pool, options, cancellationToken);

    /// <summary>Measures ten million.</summary>
    public static Task<IReadOnlyList<TableReport>> MeasureLargeAsync(SystemPool pool, BenchOptions options, CancellationToken cancellationToken) =>
        MeasureAsync(LargeId, LargeSizes, pool, options, cancellationToken);

    private static Task AddCategoriesAsync(BenchedSystem system, CancellationToken cancellationToken) => system.ExecuteAsync(
        FormattableString.Invariant(
            $"""
            INSERT INTO products (sku, name, description, category, price_cents, stock, updated_at)
            SELECT 'CATEGORY-' || number, 'Product', 'Of a category of its own.', 'Category ' || number, 1000, 1, now() FROM generate_series(21, {Categories}) AS number
            """),
        cancellationToken);

    private static async Task<IReadOnlyList<TableReport>> MeasureAsync(
        string id, IReadOnlyList<int> sizes, SystemPool pool, BenchOptions options, CancellationToken cancellationToken)
    {
        var latencies = Reads.ToDictionary(read => read.Name, _ => new List<double?>());
        var costs = Reads.ToDictionary(read => read.Name, _ => new List<double?>());
        var memory = new List<double?>();
        foreach (var size in sizes)
        {
            var settings = new SystemSettings(size, ApiSetting: "HighTraffic__Cache__Enabled=false");
            await pool.KeepOnlyAsync(new HashSet<SystemSettings>());
            var system = await pool.GetAsync(settings, cancellationToken);

            // Finishes the background work that the seeding left behind.
            await system.ExecuteAsync("VACUUM (ANALYZE) users, products", cancellationToken);
            await system.ExecuteAsync("CHECKPOINT", cancellationToken);
            foreach (var (name, request) in Reads)
            {
                if (name == OfManyCategories)
                {
                    await AddCategoriesAsync(system, cancellationToken);
                }

                await using var variant = new HttpVariant(name, settings, request);
                await variant.PrepareAsync(system, cancellationToken);
                await variant.RunAsync(system, new RunLength(name == Reads[0].Name ? options.WarmUp : options.Settling, Connections), cancellationToken);
                var sample = await variant.RunAsync(system, new RunLength(options.Duration, Connections), cancellationToken);
                if (sample.Errors > 0)
                {
                    throw new BenchException($"'{name}' of {size} is void: {sample.Errors} of {sample.Operations} requests failed.");
                }

                latencies[name].Add(sample.P50);
                costs[name].Add(sample.Cost);
            }

            memory.Add(system.ReplicaProcess is { } replica ? ResidentMemory.Of(replica) / 1e6 : null);
        }

        const string Note = "Each read goes through Nginx on 4 connections with the caches off, to rows spread over the tables. There are as many users as products. Closed loop.";
        string[] columns = [.. sizes.Select(size => FormattableString.Invariant($"{size:N0} rows"))];
        return
        [
            Table(id, "Latency by rows", "median latency, ms", latencies),
            Table($"{id}-cpu", "CPU by rows", "CPU µs of all parts per read", costs),
            Table($"{id}-memory", "Memory by rows", "MB of the replica after all reads", new() { ["memory"] = memory }),
        ];

        TableReport Table(string table, string title, string figure, Dictionary<string, List<double?>> values) => new(
            table, title, $"{figure}. {Note}", "read", columns, [.. values.Select(row => new TableRow(row.Key, row.Value))], columns.Length > 1 ? figure : null);
    }
}
