namespace HighTraffic.Bench.Systems;

/// <summary>The running systems. The pool starts a system when it is first needed, and stops it when nothing else needs it.</summary>
internal sealed class SystemPool : IAsyncDisposable
{
    private readonly Dictionary<SystemSettings, BenchedSystem> _running = [];

    /// <summary>Starts those that do not run yet, in parallel.</summary>
    public async Task StartAsync(IEnumerable<SystemSettings> settings, CancellationToken cancellationToken)
    {
        var starting = settings.Distinct().Except(_running.Keys).ToDictionary(missing => missing, missing => BenchedSystem.StartAsync(missing, cancellationToken));

        // Started systems must be stopped at the end, even if another one did not start.
        await ((Task)Task.WhenAll(starting.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (missing, start) in starting.Where(start => start.Value.IsCompletedSuccessfully))
        {
            _running[missing] = await start;
        }

        await Task.WhenAll(starting.Values);
    }

    /// <summary>Gets a started system.</summary>
    public BenchedSystem Get(SystemSettings settings) => _running[settings];

    /// <summary>Gets a system, and starts it if it does not run.</summary>
    public async Task<BenchedSystem> GetAsync(SystemSettings settings, CancellationToken cancellationToken)
    {
        await StartAsync([settings], cancellationToken);
        return Get(settings);
    }

    /// <summary>Stops all but those that are still needed.</summary>
    public async Task KeepOnlyAsync(IReadOnlySet<SystemSettings> needed)
    {
        foreach (var settings in _running.Keys.Except(needed).ToArray())
        {
            _running.Remove(settings, out var system);
            await system!.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await KeepOnlyAsync(new HashSet<SystemSettings>());
}
