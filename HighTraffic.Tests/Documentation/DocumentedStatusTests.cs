using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HighTraffic.Api.Tasks;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;
using HighTraffic.Tests.Tasks;

namespace HighTraffic.Tests.Documentation;

/// <summary>Provokes every status that the OpenAPI document promises, on the running app and through Nginx.</summary>
[Collection(SharedApp.Name)]
public sealed class DocumentedStatusTests(RunningApp app) : IAsyncLifetime
{
    private const string Overloaded = "503";
    private const string TooMany = "429";
    private const string Forbidden = "403";
    private const string Empty = "{}";
    private const string OtherTag = "\"other\"";

    private readonly HttpClient _client = app.Fresh();
    private readonly HttpClient _anonymous = app.Anonymous();
    private readonly HttpClient _unprivileged = app.Anonymous();
    private JsonElement _document;

    public async Task InitializeAsync()
    {
        _unprivileged.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Sign(scope: null));
        using var response = await _client.GetAsync("/openapi/v1.json");
        _document = await response.ReadAsync();
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        _anonymous.Dispose();
        _unprivileged.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_documented_status_comes_into_being_and_has_its_headers()
    {
        var calls = await CallsAsync();
        Assert.Equal(Documented().Where(answer => answer.Status is not (Overloaded or TooMany)).Select(NameOf).Order(), calls.Select(call => NameOf(call.Answer)).Order());
        foreach (var (answer, client, request) in calls)
        {
            await AssertAsync(answer, client, request);
        }
    }

    [Fact]
    public async Task Every_operation_that_says_so_is_refused_while_the_database_hangs()
    {
        var name = Guid.NewGuid().ToString("N");

        // A rejected write may still be committed when the database continues.
        var (item, _) = await CreatedAsync();
        var calls = Documented().Where(answer => answer.Status == Overloaded).Select(answer => (answer, Request(answer, answer.Path switch
        {
            Domain.Collection when answer.Method == "POST" => Item(),
            Domain.ItemRoute when answer.Method == "PUT" => Item(),
            Domain.PrivateWrite when answer.Method == "POST" => Private(name),
            "/api/tasks" when answer.Method == "POST" => Echo(0),
            _ => null,
        }, item, answer.Path == Domain.PrivateReadRoute ? QueryOf(Domain.PrivateRead) : ""))).ToArray();
        Assert.NotEmpty(calls);
        await using (var connection = await app.OpenDatabaseAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await RunningApp.ExecuteAsync(connection, $"LOCK TABLE {Domain.Tables}, tasks IN ACCESS EXCLUSIVE MODE");
            await Task.WhenAll(calls.Select(call => AssertAsync(call.answer, _client, call.Item2)));
        }

        await AllReplicasAsync(Domain.Item(1), HttpMethod.Get, HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_task_is_accepted_while_too_many_wait()
    {
        var answer = Assert.Single(Documented(), answer => answer is { Method: "POST", Path: "/api/tasks", Status: TooMany });
        var id = await _client.AcceptedAsync("echo", new { seconds = 0 });
        await _client.EndOfAsync(id);

        // Copies of the ended task, which no relay will publish.
        await app.ExecuteAsync(
            $$"""
            INSERT INTO tasks SELECT (jsonb_populate_record(
                task, jsonb_build_object('id', gen_random_uuid(), 'status', 'queued', 'finished_at', NULL, 'is_paused', true, 'not_before', '2999-01-01T00:00:00Z'))).*
            FROM tasks AS task, generate_series(1, {{new TaskLimits().MaxBacklog}}) WHERE task.id = '{{id}}'
            """);
        try
        {
            // Each replica counts on its own, every two seconds.
            await Eventually.GetAsync(() => StatusAsync(Request(answer, Echo(0))), status => status == HttpStatusCode.TooManyRequests);
            await AssertAsync(answer, _client, Request(answer, Echo(0)));
        }
        finally
        {
            await app.ExecuteAsync("DELETE FROM tasks WHERE not_before > '2900-01-01'");
            await AllReplicasAsync("/api/tasks", HttpMethod.Post, HttpStatusCode.Accepted);
        }
    }

    // All calls except those that need the whole app at its limits.
    private async Task<List<(Answer Answer, HttpClient Client, HttpRequestMessage Request)>> CallsAsync()
    {
        var calls = new List<(Answer, HttpClient, HttpRequestMessage)>();
        var name = Guid.NewGuid().ToString("N");
        var (item, tag) = await CreatedAsync();
        var (deleted, _) = await CreatedAsync();
        var pageTag = await TagAsync(Domain.Page(3));
        var aggregateTag = await TagAsync(Domain.Aggregate);

        Get("/api/system", "200");
        Get(Domain.Collection, "200");
        Get(Domain.Collection, "400", query: QueryOf(Domain.Page(0)));
        Get(Domain.Collection, "304", query: QueryOf(Domain.Page(3)), header: ("If-None-Match", pageTag));
        Get(Domain.Collection, "412", query: QueryOf(Domain.Page(3)), header: ("If-Match", OtherTag));
        Get(Domain.ItemRoute, "200", id: item);
        Get(Domain.ItemRoute, "304", id: item, header: ("If-None-Match", tag));
        Get(Domain.ItemRoute, "404", id: Domain.MissingId);
        Get(Domain.ItemRoute, "412", id: item, header: ("If-Match", OtherTag));
        Get(Domain.Aggregate, "200");
        Get(Domain.Aggregate, "304", header: ("If-None-Match", aggregateTag));
        Get(Domain.Aggregate, "412", header: ("If-Match", OtherTag));

        Body("POST", Domain.Collection, Item(), "201");
        Body("PUT", Domain.ItemRoute, Item(), "200", id: item);
        Call("PUT", Domain.ItemRoute, "404", Item(), id: Domain.MissingId);
        Call("PUT", Domain.ItemRoute, "412", Item(), id: item, header: ("If-Match", OtherTag));
        if (Domain.ConflictingBody is { } conflicting)
        {
            Call("POST", Domain.Collection, "409", JsonSerializer.Serialize(conflicting));
            Call("PUT", Domain.ItemRoute, "409", JsonSerializer.Serialize(conflicting), id: item);
        }

        Call("DELETE", Domain.ItemRoute, "400", id: deleted, header: ("If-Match", "other"));
        Call("DELETE", Domain.ItemRoute, "401", id: deleted, client: _anonymous);
        Call("DELETE", Domain.ItemRoute, "404", id: Domain.MissingId);
        Call("DELETE", Domain.ItemRoute, "412", id: deleted, header: ("If-Match", OtherTag));
        Call("DELETE", Domain.ItemRoute, "204", id: deleted);

        Get(Domain.PrivateReadRoute, "200", query: QueryOf(Domain.PrivateRead));
        Get(Domain.PrivateReadRoute, "400", query: QueryOf(Domain.InvalidPrivateRead));
        Get(Domain.PrivateReadRoute, "401", query: QueryOf(Domain.PrivateRead), client: _anonymous);
        Get(Domain.PrivateReadRoute, "404", query: QueryOf(Domain.MissingPrivateRead));
        Body("POST", Domain.PrivateWrite, Private(name), "201");
        Call("POST", Domain.PrivateWrite, "409", Private(Domain.TakenPrivateName));

        var (key, unknown) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        using (var first = await _client.SendAsync(Request(new Answer("POST", "/api/tasks", "202"), Echo(0), header: ("Idempotency-Key", key))))
        {
            Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        }

        var export = await _client.AcceptedAsync(Domain.ExportTask, Domain.ExportParameters());
        var empty = await _client.AcceptedAsync("echo", new { seconds = 0 });
        var failed = await _client.AcceptedAsync("echo", new { seconds = 0, fail = true });
        var running = await _client.AcceptedAsync("echo", new { seconds = 600 });
        await Task.WhenAll(_client.EndOfAsync(export), _client.EndOfAsync(empty), _client.EndOfAsync(failed));
        var ended = await _client.TaskAsync(empty);
        var lastEvent = string.Create(CultureInfo.InvariantCulture, $"{ended.GetProperty("attempts").GetInt32()}-100-succeeded");
        var fileTag = await TagAsync($"/api/tasks/{export}/result");

        Body("POST", "/api/tasks", Echo(0), "202");
        Call("POST", "/api/tasks", "422", Echo(1), header: ("Idempotency-Key", key));
        Get("/api/tasks", "200");
        Get("/api/tasks", "400", query: "?status=asleep");
        Get("/api/tasks", "401", client: _anonymous);
        Get("/api/tasks/{id}", "200", id: empty);
        Get("/api/tasks/{id}", "401", id: empty, client: _anonymous);
        Get("/api/tasks/{id}", "404", id: unknown);
        Get("/api/tasks/{id}/events", "200", id: empty);
        Get("/api/tasks/{id}/events", "204", id: empty, header: ("Last-Event-ID", lastEvent));
        Get("/api/tasks/{id}/events", "401", id: empty, client: _anonymous);
        Get("/api/tasks/{id}/events", "404", id: unknown);
        Get("/api/tasks/{id}/result", "200", id: export);
        Get("/api/tasks/{id}/result", "204", id: empty);
        Call("GET", "/api/tasks/{id}/result", "206", id: export, header: ("Range", "bytes=1-5"));
        Get("/api/tasks/{id}/result", "304", id: export, header: ("If-None-Match", fileTag));
        Get("/api/tasks/{id}/result", "401", id: export, client: _anonymous);
        Get("/api/tasks/{id}/result", "404", id: unknown);
        Get("/api/tasks/{id}/result", "409", id: failed);
        Get("/api/tasks/{id}/result", "412", id: export, header: ("If-Match", OtherTag));
        Call("GET", "/api/tasks/{id}/result", "416", id: export, header: ("Range", "bytes=99999999-"));
        Call("POST", "/api/tasks/{id}/retry", "401", id: failed, client: _anonymous);
        Call("POST", "/api/tasks/{id}/retry", "404", id: unknown);
        Call("POST", "/api/tasks/{id}/retry", "409", id: empty);
        Call("POST", "/api/tasks/{id}/retry", "202", id: failed);
        Call("DELETE", "/api/tasks/{id}", "401", id: running, client: _anonymous);
        Call("DELETE", "/api/tasks/{id}", "404", id: unknown);
        Call("DELETE", "/api/tasks/{id}", "409", id: empty);
        Call("DELETE", "/api/tasks/{id}", "202", id: running);
        calls.AddRange(Documented().Where(answer => answer.Status == Forbidden).Select(answer => (answer, _unprivileged, Request(answer))));
        return calls;

        // HEAD gets the same status as GET.
        void Get(string path, string status, string id = "", string query = "", (string Name, string Value)? header = null, HttpClient? client = null)
        {
            Call("GET", path, status, id: id, query: query, header: header, client: client);
            Call("HEAD", path, status, id: id, query: query, header: header, client: client);
        }

        // The statuses that every request with a body may get, and its success.
        void Body(string method, string path, string body, string success, string id = "")
        {
            Call(method, path, "400", Empty, id);
            Call(method, path, "401", body, id, client: _anonymous);
            Call(method, path, "413", new string(' ', 1_100_000), id);
            Call(method, path, "415", body, id, contentType: "text/plain");
            Call(method, path, success, body, id);
        }

        void Call(
            string method, string path, string status, string? body = null, string id = "", string query = "",
            (string Name, string Value)? header = null, HttpClient? client = null, string contentType = "application/json")
        {
            var answer = new Answer(method, path, status);
            calls.Add((answer, client ?? _client, Request(answer, body, id, query, header, contentType)));
        }
    }

    private async Task AssertAsync(Answer answer, HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture) == answer.Status, $"{NameOf(answer)} came as {(int)response.StatusCode}: {body}");
            var described = _document.GetProperty("paths").GetProperty(answer.Path).GetProperty(answer.Method.ToLowerInvariant()).GetProperty("responses").GetProperty(answer.Status);
            if (described.TryGetProperty("headers", out var headers))
            {
                Assert.All(headers.EnumerateObject(), header => Assert.True(
                    response.Headers.NonValidated.Contains(header.Name) || response.Content.Headers.NonValidated.Contains(header.Name), $"{NameOf(answer)} has no {header.Name}."));
            }

            if (described.TryGetProperty("content", out var content))
            {
                Assert.Contains(content.EnumerateObject(), type => type.Name == "*/*" || type.Name == response.Content.Headers.ContentType?.MediaType);
            }
            else
            {
                Assert.Empty(body);
            }
        }
    }

    private IEnumerable<Answer> Documented() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        from response in operation.Value.GetProperty("responses").EnumerateObject()
        select new Answer(operation.Name.ToUpperInvariant(), path.Name, response.Name);

    private async Task<(string Id, string Tag)> CreatedAsync()
    {
        using var created = await _client.SendAsync(Request(new Answer("POST", Domain.Collection, "201"), Item()));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return ((await created.ReadAsync()).GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture), created.Headers.ETag!.ToString());
    }

    private async Task<string> TagAsync(string target)
    {
        using var response = await _client.GetAsync(target);
        return response.Headers.ETag!.ToString();
    }

    private async Task<HttpStatusCode> StatusAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request);
            return response.StatusCode;
        }
    }

    // After an outage, a circuit breaker or a count may make a replica reject requests for a moment.
    private async Task AllReplicasAsync(string path, HttpMethod method, HttpStatusCode expected)
    {
        for (var number = 1; number <= RunningApp.Replicas; number++)
        {
            using var replica = app.Client(number);
            replica.DefaultRequestHeaders.Add("X-Api-Key", RunningApp.ApiKey);
            replica.DefaultRequestHeaders.CacheControl = new CacheControlHeaderValue { NoCache = true };
            await Eventually.GetAsync(
                async () =>
                {
                    using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? Json(Echo(0)) : null };
                    using var response = await replica.SendAsync(request);
                    return response.StatusCode;
                },
                status => status == expected);
        }
    }

    private static HttpRequestMessage Request(
        Answer answer, string? body = null, string id = "1", string query = "", (string Name, string Value)? header = null, string contentType = "application/json")
    {
        // Task ids have a different format.
        id = answer.Path.StartsWith("/api/tasks/", StringComparison.Ordinal) && id.Length < 32 ? Guid.Empty.ToString() : id;
        var request = new HttpRequestMessage(new HttpMethod(answer.Method), answer.Path.Replace("{id}", id, StringComparison.Ordinal) + query)
        {
            Content = body is null ? null : Json(body, contentType),
        };
        if (header is { } added)
        {
            request.Headers.TryAddWithoutValidation(added.Name, added.Value);
        }

        return request;
    }

    private static StringContent Json(string body, string contentType = "application/json") => new(body, Encoding.UTF8, contentType);

    private static string Item() => JsonSerializer.Serialize(Domain.Body());

    private static string Private(string name) => JsonSerializer.Serialize(Domain.PrivateBody(name));

    private static string QueryOf(string address) => address[address.IndexOf('?', StringComparison.Ordinal)..];

    private static string Echo(int seconds) => JsonSerializer.Serialize(new { type = "echo", parameters = new { seconds } });

    private static string NameOf(Answer answer) => $"{answer.Method} {answer.Path} {answer.Status}";

    private sealed record Answer(string Method, string Path, string Status);
}
