using System.Net.Http.Json;
using System.Text.Json;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>An export, whose client goes on when it is accepted, or waits for its end as if the work were done in the request.</summary>
internal sealed class TaskVariant(string name, SystemSettings settings, bool waits) : LoopVariant(name, settings)
{
    private HttpClient? _client;

    /// <inheritdoc/>
    protected override int Concurrency => 4;

    /// <inheritdoc/>
    protected override bool CountsOwnTime => false;

    /// <inheritdoc/>
    public override Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        _client = system.Client();
        return OperateAsync(system, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task OperateAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        using var response = await _client!.PostAsJsonAsync(
            "/api/tasks", new { type = "catalog-export", parameters = new { format = "csv", category = "Kitchen" } }, cancellationToken);
        response.EnsureSuccessStatusCode();
        if (waits)
        {
            var task = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            var events = await _client!.GetStringAsync($"/api/tasks/{task.GetProperty("id").GetString()}/events", cancellationToken);
            if (!events.Contains("\"succeeded\"", StringComparison.Ordinal))
            {
                throw new BenchException($"The export did not succeed: {events}");
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task SettleAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        // What was accepted has to be done, and belongs to the cost of the run.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await system.NumberAsync("SELECT count(*) FROM tasks WHERE status IN ('queued', 'running')", cancellationToken) > 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
