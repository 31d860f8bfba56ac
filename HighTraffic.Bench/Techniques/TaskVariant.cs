using System.Net.Http.Json;
using System.Text.Json;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>An export whose client continues when it is accepted, or waits for its end as if the request did the work.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="settings">The system that it runs on.</param>
/// <param name="waits">Whether the client waits for the end.</param>
/// <param name="category">The category to export; null for all products.</param>
/// <param name="clients">The number of clients.</param>
internal sealed class TaskVariant(string name, SystemSettings settings, bool waits, string? category = null, int clients = 1) : LoopVariant(name, settings)
{
    private HttpClient? _client;

    /// <inheritdoc/>
    protected override int Concurrency => clients;

    // About as many as the workers finish meanwhile: clients that do not wait would leave them with minutes of work.
    /// <inheritdoc/>
    protected override double MostForASecond => 20;

    /// <inheritdoc/>
    protected override bool CountsOwnTime => false;

    /// <inheritdoc/>
    public override Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        _client = system.Client();
        return OperateAsync(system, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<Sample> MeasureAsync(BenchedSystem system, RunLength length, CancellationToken cancellationToken)
    {
        if (system.WorkerProcess is not { } worker)
        {
            return await base.MeasureAsync(system, length, cancellationToken);
        }

        ResidentMemory.ResetPeak(worker);
        var sample = await base.MeasureAsync(system, length, cancellationToken);
        return sample with { WorkerPeak = ResidentMemory.PeakOf(worker) };
    }

    /// <inheritdoc/>
    protected override async Task OperateAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        using var response = await _client!.PostAsJsonAsync(
            "/api/tasks", new { type = "catalog-export", parameters = new { format = "csv", category } }, cancellationToken);
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
        // Accepted tasks must be finished, and belong to the cost of the run.
        await system.TasksEndedAsync(cancellationToken);
    }
}
