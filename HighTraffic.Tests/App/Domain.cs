using System.Globalization;
using HighTraffic.Api.Caching;
using HighTraffic.Core.Caching;
using Npgsql;

namespace HighTraffic.Tests.App;

/// <summary>
/// What the infrastructure tests need from the domain. If you have your own domain, change this class. The tests of caching, faults,
/// overload, the gateway and tasks then work as before.
/// </summary>
internal static class Domain
{
    /// <summary>The address of the cached pages. A POST to it creates an item.</summary>
    public const string Collection = "/api/products";

    /// <summary>The query parameter for the number of items on a page: 1 to 100, anything else is an error.</summary>
    public const string PageSize = "pageSize";

    /// <summary>The route of a cached item by id, which PUT and DELETE change.</summary>
    public const string ItemRoute = Collection + "/{id}";

    /// <summary>An item that does not exist.</summary>
    public const string MissingItem = Collection + "/" + MissingId;

    /// <summary>Its id.</summary>
    public const string MissingId = "999999999";

    /// <summary>The property of an item that <see cref="Body"/> and <see cref="ChangeUnseenAsync"/> set.</summary>
    public const string Text = "name";

    /// <summary>A cached aggregate of the items. Every write of an item evicts it.</summary>
    public const string Aggregate = "/api/categories";

    /// <summary>The tag with which a write evicts the aggregate.</summary>
    public const string AggregateTag = CacheTags.Categories;

    /// <summary>The table of the items.</summary>
    public const string Table = "products";

    /// <summary>All tables that the domain's reads and writes use, separated by commas.</summary>
    public const string Tables = Table + ", category_totals, " + PrivateTable;

    /// <summary>The route of a read that needs the scope <c>read:personal</c> and is never cached.</summary>
    public const string PrivateReadRoute = "/api/users/by-email";

    /// <summary>One such read.</summary>
    public const string PrivateRead = PrivateReadRoute + "?email=user1@example.com";

    /// <summary>Such a read that finds nothing.</summary>
    public const string MissingPrivateRead = PrivateReadRoute + "?email=nobody@example.com";

    /// <summary>Such a read that breaks a rule.</summary>
    public const string InvalidPrivateRead = PrivateReadRoute + "?email=nobody";

    /// <summary>The address of a write to a table other than that of the items.</summary>
    public const string PrivateWrite = "/api/users";

    /// <summary>The table that <see cref="PrivateRead"/> reads and <see cref="PrivateWrite"/> writes.</summary>
    public const string PrivateTable = "users";

    /// <summary>How many rows of <see cref="PrivateTable"/> the shared app starts with.</summary>
    public const int PrivateRows = 500;

    /// <summary>
    /// A task of the bulk lane that doubles a number of each item in a group. Tests double it up to 20 times, so the number must be able to
    /// reach 2^20 (1,048,576) times its start before it meets a limit.
    /// </summary>
    public const string BulkTask = "reprice";

    /// <summary>A task with a file as its result, which is larger than 1,000 bytes for all items of <see cref="Seed"/>.</summary>
    public const string ExportTask = "catalog-export";

    /// <summary>A name that <see cref="PrivateBody"/> makes a conflict of, because a seeded row has it.</summary>
    public const string TakenPrivateName = "user1";

    private static int _number;

    /// <summary>The domain's routes: a valid address for each, and the methods that it supports.</summary>
    public static (string Route, string Target, string Methods)[] Routes { get; } =
    [
        (Collection, Page(3), "GET, HEAD, POST"),
        (ItemRoute, Item(3), "GET, HEAD, PUT, DELETE"),
        (Aggregate, Aggregate, "GET, HEAD"),
        (PrivateWrite, PrivateWrite, "POST"),
        (PrivateReadRoute, PrivateRead, "GET, HEAD"),
    ];

    /// <summary>The names of the request bodies in the OpenAPI document.</summary>
    public static string[] Inputs { get; } = ["ProductInput", "UserInput"];

    /// <summary>The body of a write to an item that conflicts with a seeded item; null if items have no unique value.</summary>
    public static object? ConflictingBody => BodyOf("SKU-000001", "Taken");

    /// <summary>Groups of seeded items, each with enough rows for a page.</summary>
    public static string[] Groups { get; } = ["Audio", "Garden", "Music", "Toys"];

    /// <summary>The cache profile of <see cref="Aggregate"/>.</summary>
    public static CacheProfile AggregateProfile => CacheProfiles.Categories;

    /// <summary>Arguments of the AppHost: how many rows to seed, at least 1,500 items for the shared app.</summary>
    public static string[] Seed(int items = 2_000, int privateRows = PrivateRows) =>
        [$"--HighTraffic:Seed:Products={items}", $"--HighTraffic:Seed:Users={privateRows}"];

    /// <summary>The address of a page. Tests that need a cold one use a size, or a size and a group, that no other test uses.</summary>
    public static string Page(int size, string? group = null) => $"{Collection}?{PageSize}={size}{(group is null ? "" : $"&category={group}")}";

    /// <summary>The name of a page's entry in Redis.</summary>
    public static string PageKey(int size, string? group = null) => $"products?category={group}&q=&pageSize={size}&after=0";

    /// <summary>
    /// The address of a read with a text of up to 50 characters. Each text has its own cached response, so that tests can make any number of
    /// them. A domain without a search needs another read whose cache key the client can choose.
    /// </summary>
    public static string Search(string text) => $"{Collection}?q={text}";

    /// <summary>The address of an item.</summary>
    public static string Item(long id) => string.Create(CultureInfo.InvariantCulture, $"{Collection}/{id}");

    /// <summary>A body of a write to an item, different with each call, and valid for any number of calls: no two conflict with each other.</summary>
    public static object Body(string text = "Thing") => BodyOf($"BODY-{Interlocked.Increment(ref _number)}", text);

    /// <summary>A read like <see cref="PrivateRead"/>, of one of the <see cref="PrivateRows"/>.</summary>
    public static string PrivateReadOf(int number) => $"{PrivateReadRoute}?email=user{number}@example.com";

    /// <summary>A valid body for <see cref="PrivateWrite"/>.</summary>
    public static object PrivateBody(string name) => new { email = $"{name}@example.com", displayName = "Made by a test" };

    /// <summary>The number of rows that were written with <see cref="PrivateBody"/>.</summary>
    public static Task<long> CountPrivateAsync(RunningApp app, string name) =>
        app.QueryAsync<long>("SELECT count(*) FROM users WHERE email = $1", $"{name}@example.com");

    /// <summary>The parameters of <see cref="BulkTask"/> on a group.</summary>
    public static object BulkParameters(string group) => new { category = group, percent = 100 };

    /// <summary>The parameters of <see cref="ExportTask"/>: the items of a group, or all.</summary>
    public static object ExportParameters(string? group = null) => group is null ? new { format = "csv" } : new { format = "csv", category = group };

    /// <summary>Adds a group of items, each with the same number.</summary>
    public static async Task AddAsync(RunningApp app, string group, int count, int number = 1)
    {
        await using var connection = await app.OpenDatabaseAsync();
        await RunningApp.ExecuteAsync(
            connection,
            """
            INSERT INTO products (sku, name, description, category, price_cents, stock, updated_at)
            SELECT $1 || '-' || number, 'Product ' || number, 'Added by a test.', $1, $3, 1, now() FROM generate_series(1, $2) AS number
            """,
            group, count, number);
    }

    /// <summary>Of the items that were added to a group with the number 1, how many have been doubled this often.</summary>
    public static Task<long> CountDoubledAsync(RunningApp app, string group, int times) =>
        app.QueryAsync<long>("SELECT count(*) FROM products WHERE category = $1 AND price_cents = 1 << $2", group, times);

    /// <summary>Locks the items of a group until the transaction of the connection ends.</summary>
    public static Task LockAsync(NpgsqlConnection connection, string group) =>
        RunningApp.ExecuteAsync(connection, "SELECT FROM products WHERE category = $1 FOR UPDATE", group);

    /// <summary>Changes the text of an item directly in the database, so that nothing is evicted.</summary>
    /// <returns>The new text.</returns>
    public static Task<string> ChangeUnseenAsync(RunningApp app, long id) =>
        app.QueryAsync<string>("UPDATE products SET name = name || ' II' WHERE id = $1 RETURNING name", id);

    private static object BodyOf(string sku, string name) =>
        new { sku, name, description = "Made by a test.", category = Groups[^1], priceCents = 1_000, stock = 5 };
}
