using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HighTraffic.Api.Resilience;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Resilience;

/// <summary>What clients get from an overloaded replica.</summary>
[Collection(SharedApp.Name)]
public sealed class OverloadTests(RunningApp app)
{
    [Fact]
    public async Task Every_success_has_its_body_and_every_confirmed_write_is_there()
    {
        // Only this replica finds the slow view instead of the table.
        await app.ExecuteAsync(
            $"""
            CREATE SCHEMA IF NOT EXISTS slow;
            CREATE OR REPLACE VIEW slow.{Domain.Table} AS SELECT * FROM public.{Domain.Table} WHERE (SELECT pg_sleep(0.2)) IS NOT NULL;
            """);
        using var replica = await ExtraReplica.StartAsync(
            app, new Dictionary<string, string> { ["HighTraffic:Limits:ConcurrentRequests"] = "2", ["HighTraffic:Limits:TimeoutSeconds"] = "3" }, "slow,public");
        using var client = replica.Client();

        var reads = Enumerable.Range(1, 90).Select(number => client.GetAsync(Domain.Page(number, Domain.Groups[3])));
        var writes = Enumerable.Range(1, 30).Select(number => client.PostAsJsonAsync(Domain.PrivateWrite, Domain.PrivateBody($"overload{number}")));
        var (answeredReads, answeredWrites) = (Task.WhenAll(reads), Task.WhenAll(writes));
        foreach (var response in await answeredReads)
        {
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}");
            if (response.StatusCode == HttpStatusCode.OK)
            {
                Assert.True((await response.ReadAsync()).GetProperty("items").GetArrayLength() > 0);
            }
            else
            {
                await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
                Assert.NotNull(response.Headers.RetryAfter);
            }
        }

        Assert.Contains(await answeredReads, response => response.StatusCode == HttpStatusCode.OK);
        Assert.Contains(await answeredReads, response => response.StatusCode == HttpStatusCode.ServiceUnavailable);
        foreach (var (response, number) in (await answeredWrites).Select((response, index) => (response, index + 1)))
        {
            Assert.True(response.StatusCode is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}");
            if (response.StatusCode == HttpStatusCode.Created)
            {
                Assert.Equal(1, await Domain.CountPrivateAsync(app, $"overload{number}"));
            }
        }
    }

    [Fact]
    public async Task Tasks_are_accepted_while_other_requests_hold_every_other_slot()
    {
        using var replica = await ExtraReplica.StartAsync(app, new Dictionary<string, string> { ["HighTraffic:Limits:TimeoutSeconds"] = "60" });
        using var client = replica.Client();
        await using var connection = await app.OpenDatabaseAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunningApp.ExecuteAsync(connection, $"LOCK TABLE {Domain.PrivateTable} IN ACCESS EXCLUSIVE MODE");
        Task<HttpResponseMessage>[] reads = [.. Enumerable.Range(0, new LoadLimitOptions().ConcurrentRequests).Select(_ => client.GetAsync(Domain.PrivateRead))];
        await Eventually.GetAsync(
            () => app.QueryAsync<long>("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = $1::regclass", Domain.PrivateTable),
            waiting => waiting == reads.Length);
        using var accepted = await client.PostAsJsonAsync("/api/tasks", new { type = "echo", parameters = new { seconds = 0 } });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.All(reads, read => Assert.False(read.IsCompleted));
        await transaction.RollbackAsync();
        Assert.All(await Task.WhenAll(reads), read => Assert.Equal(HttpStatusCode.OK, read.StatusCode));
    }

    [Fact]
    public async Task Under_a_deadline_of_a_millisecond_no_route_ends_in_a_success_without_its_body()
    {
        using var replica = await ExtraReplica.StartAsync(app, new Dictionary<string, string> { ["HighTraffic:Limits:TimeoutSeconds"] = "0.001" });
        using var client = replica.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
        var refused = 0;
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject().Select(operation => operation.Name.ToUpperInvariant()))
            {
                for (var repetition = 0; repetition < 5; repetition++)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), Address(path.Name, repetition));
                    if (method is "POST" or "PUT")
                    {
                        request.Content = JsonContent.Create(Body(path.Name, repetition));
                    }

                    using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                    {
                        refused++;
                        if (method != "HEAD")
                        {
                            await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
                        }
                    }
                    else if (response.IsSuccessStatusCode && method != "HEAD" && response.StatusCode != HttpStatusCode.NoContent)
                    {
                        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
                    }
                }
            }
        }

        Assert.NotEqual(0, refused);
    }

    private static string Address(string path, int repetition) => path
        .Replace(Domain.ItemRoute, Domain.Item(repetition + 1), StringComparison.Ordinal)
        .Replace("{id}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace(Domain.PrivateReadRoute, Domain.PrivateRead, StringComparison.Ordinal);

    private static object Body(string path, int repetition) => path switch
    {
        "/api/tasks" => new { type = "echo", parameters = new { seconds = 0 } },
        Domain.PrivateWrite => Domain.PrivateBody($"deadline{repetition}"),
        _ => Domain.Body(),
    };
}
