using System.Net;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Security;

namespace HighTraffic.Tests.Resilience;

/// <summary>What a modest client gets while another sends as many requests as it can.</summary>
[Collection(SharedApp.Name)]
public sealed class FairnessTests(RunningApp app)
{
    // About seven times the slots of the three replicas, so that most requests wait.
    private const int Connections = 300;
    private const int PoliteRequests = 11;

    [Fact]
    public async Task A_client_is_served_before_most_of_what_another_has_waiting()
    {
        var key = await app.CreateKeyAsync($"polite-{Guid.NewGuid():N}", "read:personal");
        await app.EverywhereKnownAsync(key, Domain.PrivateRead);
        using var polite = app.Anonymous();
        polite.DefaultRequestHeaders.Add("X-Api-Key", key);
        using var greedy = app.Authorized();

        // A read waits in the database, not for the CPU.
        await app.ExecuteAsync(
            $"""
            ALTER TABLE {Domain.PrivateTable} RENAME TO at_full_speed;
            CREATE VIEW {Domain.PrivateTable} AS SELECT * FROM at_full_speed WHERE (SELECT pg_sleep(0.1)) IS NOT NULL
            """);
        try
        {
            using var end = new CancellationTokenSource();
            var served = 0;
            var flood = Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
            {
                while (!end.IsCancellationRequested)
                {
                    if (await StatusAsync(greedy) == HttpStatusCode.OK)
                    {
                        Interlocked.Increment(ref served);
                    }
                }
            }));
            await Eventually.GetAsync(() => Task.FromResult(Volatile.Read(ref served)), served => served > 2 * Connections);
            var overtaken = new List<int>();
            for (var i = 0; i < PoliteRequests; i++)
            {
                var before = Volatile.Read(ref served);
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(polite));
                overtaken.Add(Volatile.Read(ref served) - before);
            }

            await end.CancelAsync();
            await flood;

            // In the order of arrival, all waiting requests would have been served first.
            Assert.InRange(overtaken.Order().ElementAt(PoliteRequests / 2), 0, Connections / 2);
        }
        finally
        {
            await app.ExecuteAsync($"DROP VIEW {Domain.PrivateTable}; ALTER TABLE at_full_speed RENAME TO {Domain.PrivateTable}");
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync(Domain.PrivateRead);
        return response.StatusCode;
    }
}
