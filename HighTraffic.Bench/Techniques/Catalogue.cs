using HighTraffic.Bench.Load;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>The measured techniques. Each runs with and without, with everything else equal.</summary>
internal static class Catalogue
{
    private const string Problem = "\"title\"";
    private const string Queued = "\"queued\"";

    private static readonly Request List = new("/api/products?pageSize=50");
    private static readonly Request Search = new("/api/products?q=kettle", AcceptEncoding: null);
    private static readonly Request Product = new("/api/products/42", AcceptEncoding: null, Expect: "\"sku\"");
    private static readonly Request User = new("/api/users/by-email?email=user42@example.com", AcceptEncoding: null, Expect: "\"email\"");

    /// <summary>All of them, in an order that keeps few systems running at a time.</summary>
    /// <param name="products">Products and users in the database.</param>
    public static IReadOnlyList<Technique> All(int products)
    {
        var whole = new SystemSettings(products, MicroCache: true);
        var behind = whole with { MicroCache = false };
        var shared = behind with { ApiSetting = "HighTraffic__Cache__LocalMegabytes=0" };
        var publishing = behind with { ApiSetting = BarePublish.ApiSetting };
        var uncached = behind with { ApiSetting = "HighTraffic__Cache__Enabled=false" };
        var unordered = uncached with { ApiSetting = $"{uncached.ApiSetting};HighTraffic__Limits__FairQueue=false" };
        const string Tables = """
            CREATE SCHEMA IF NOT EXISTS bench;
            CREATE TABLE IF NOT EXISTS bench.users_plain AS TABLE users;
            CREATE TABLE IF NOT EXISTS bench.users_indexed AS TABLE users;
            CREATE UNIQUE INDEX IF NOT EXISTS ux_bench_email ON bench.users_indexed (email_key);
            ANALYZE bench.users_plain, bench.users_indexed;
            """;
        return
        [
            new("micro-cache", "Micro-cache in Nginx", "How much does a one-second cache in Nginx save?", "page of 50 products, gzip, through Nginx",
                [new HttpVariant("off", behind, List), new HttpVariant("on", whole, List)]),
            new("l1", "Memory of a replica", "How much does a response in the replica's own memory save over one in Redis?", "page of 50 products, gzip, micro-cache off",
                [new HttpVariant("Redis alone", shared, List), new HttpVariant("memory, then Redis", behind, List)]),
            new("redis", "Output cache in Redis", "Is Redis in front of PostgreSQL worth it?", "page of 50 products, gzip, micro-cache and memory of the replicas off",
                [new HttpVariant("off", uncached, List), new HttpVariant("on", shared, List)]),
            new("stored-compression", "Compression, stored", "How much does it save to compress once instead of on each hit?", "page of 50 products from a replica's memory",
                [
                    new HttpVariant("gzip for each hit", behind with { ApiSetting = "HighTraffic__Cache__StoreCompressed=false" }, List),
                    new HttpVariant("gzip, stored", behind, List),
                ], IsQuick: false),
            new("compression", "Compression at all", "What does compression save, and what does it cost?", "page of 50 products from a replica's memory",
                [new HttpVariant("none", behind, List with { AcceptEncoding = "identity" }), new HttpVariant("gzip, stored", behind, List)], Judge.Bytes),
            new("context-pool", "Pooled DbContext", "How much does reusing contexts save?", "a product by id through Entity Framework, in the benchmark's process",
                [new ContextVariant("a context each", behind, pooled: false, compiled: false), new ContextVariant("pooled", behind, pooled: true, compiled: false)]),
            new("compiled-query", "Compiled query", "How much does compiling a query once save?", "a product by id through Entity Framework, in the benchmark's process",
                [new ContextVariant("composed each time", behind, pooled: true, compiled: false), new ContextVariant("compiled", behind, pooled: true, compiled: true)]),
            new("entity-framework", "No Entity Framework", "How much would the app save without Entity Framework?", "page of 50 products, uncached, from the benchmark's process",
                [new PageVariant("compiled query", behind, plain: false), new PageVariant("Npgsql alone", behind, plain: true)], IsQuick: false),
            new("connection-pool", "Connection pool", "Is a connection pool worth it?", "a user by e-mail, from the benchmark's process",
                [
                    new StatementVariant("a connection each", behind, "SELECT id FROM users WHERE email_key = 'user' || $1 || '@example.com'", Any, "Pooling=false"),
                    new StatementVariant("pooled", behind, "SELECT id FROM users WHERE email_key = 'user' || $1 || '@example.com'", Any),
                ]),
            new("index", "Index on e-mail", "How much does an index save?", "a user by e-mail in a copy of the table, from the benchmark's process",
                [
                    new StatementVariant("none", behind, "SELECT id FROM bench.users_plain WHERE email_key = 'user' || $1 || '@example.com'", Any, prepare: Tables),
                    new StatementVariant("unique index", behind, "SELECT id FROM bench.users_indexed WHERE email_key = 'user' || $1 || '@example.com'", Any, prepare: Tables),
                ]),
            new("keyset", "Keyset paging", "What does a late page cost by offset, and by keyset?", "50 products after the first 90 % of them, from the benchmark's process",
                [
                    new StatementVariant("offset", behind, "SELECT id, sku, name FROM products ORDER BY id LIMIT 50 OFFSET $1", Late),
                    new StatementVariant("keyset", behind, "SELECT id, sku, name FROM products WHERE id > $1 ORDER BY id LIMIT 50", Late),
                ]),
            new("fair-read", "Turns, a read", "What does a flood of searches by one client cost another's read?", "a product by id, uncached, five times a second, beside searches on all connections; the cost includes theirs",
                [
                    new PoliteVariant("in the order of arrival", unordered, Product, Search),
                    new PoliteVariant("alone", uncached, Product),
                    new PoliteVariant("in turns", uncached, Product, Search),
                ], Judge.Latency, IsQuick: false),
            new("fair-search", "Turns, a search", "What does a flood of searches by one client cost another's search?", "an uncached search, five times a second, beside searches on all connections; the cost includes theirs",
                [
                    new PoliteVariant("in the order of arrival", unordered, Search, Search),
                    new PoliteVariant("alone", uncached, Search),
                    new PoliteVariant("in turns", uncached, Search, Search),
                ], Judge.Latency, IsQuick: false),
            new("quota", "Quotas", "What does a quota cost a request that no cache serves?", "a user by e-mail, uncached",
                [
                    new HttpVariant("off", behind, User),
                    new HttpVariant("on", behind with { ApiSetting = "HighTraffic__Quotas__Enabled=true;HighTraffic__ApiKeyQuotaClass=high" }, User),
                ], IsQuick: false),
            new("rejections", "Rejected requests", "What does a rejected request cost?", "two requests that succeed, then an unknown route, invalid input, no key, a wrong key, and a used-up quota; micro-cache off",
                [
                    new HttpVariant("by-email", behind, User),
                    new HttpVariant("list", behind, List),
                    new HttpVariant("404", behind, new Request("/api/nothing", null, Expect: Problem, Refusal: 404)),
                    new HttpVariant("400", behind, new Request("/api/products?pageSize=0", null, Expect: Problem, Refusal: 400)),
                    new HttpVariant("401, no key", behind, User with { Expect = Problem, Key = null, Refusal = 401 }),
                    new HttpVariant("401, wrong key", behind, User with { Expect = Problem, Key = "wrong", Refusal = 401 }),
                    new HttpVariant("429", behind with { ApiSetting = "HighTraffic__Quotas__Enabled=true;HighTraffic__Quotas__Anonymous__Burst=1;HighTraffic__Quotas__Anonymous__PerSecond=1" }, User with { Expect = Problem, Key = null, Refusal = 429 }),
                ], IsQuick: false),
            new("offload", "Tasks", "How long does a client wait for an export?", "exports of a category, 4 clients at a time; the cost includes the work itself",
                [
                    new TaskVariant("until it is done", behind, waits: true, "Kitchen", clients: 4),
                    new TaskVariant("until it is accepted", behind, waits: false, "Kitchen", clients: 4),
                ], Judge.Latency),
            new("enqueue", "Tasks, accepted", "What does a durable task cost over a bare message?", "POST through Nginx; RabbitMQ confirms the message, and the workers are stopped",
                [
                    new HttpVariant("message", publishing, new Request(BarePublish.Path, null, "{}", Queued), StopTasksAsync),
                    new HttpVariant("task", publishing, new Request("/api/tasks", null, """{"type":"echo","parameters":{"seconds":0}}""", Queued), StopTasksAsync),
                ], Judge.Rate, IsQuick: false),
            new("drain", "Tasks, done", "How much does a second worker help on this machine?", "1,000 tasks without work of their own for each second of --duration, 10,000 at most, from the first submission to the end of the last",
                [new DrainVariant("1 worker", behind), new DrainVariant("2 workers", behind with { Workers = 2 })], Judge.Rate, IsQuick: false),
            new("export", "Export", "What does a catalog-export cost over psql and gzip, the least that it can cost?", "the whole catalogue as gzipped CSV, one after another",
                [new CopyVariant("psql and gzip", behind), new TaskVariant("catalog-export", behind, waits: true)], Judge.Latency, IsQuick: false),
            new("inline-sockets", "Inline sockets", "How much does handling requests on the socket threads save?", "page of 50 products from a replica's memory",
                [new HttpVariant("off", behind with { ApiSetting = "HighTraffic__InlineSockets=false" }, List), new HttpVariant("on", behind, List)], IsQuick: false),
            new("instances", "Instances", "How much do more instances help on this machine?", "a user by e-mail, uncached",
                [new HttpVariant("1", behind, User), new HttpVariant("3", behind with { Replicas = 3 }, User)], Judge.Rate, IsQuick: false),
        ];
    }

    private static Task StopTasksAsync(BenchedSystem system, CancellationToken cancellationToken) => system.StopTasksAsync(cancellationToken);

    private static long Any(int rows) => Random.Shared.NextInt64(1, rows + 1);

    private static long Late(int rows) => rows / 10 * 9;
}
