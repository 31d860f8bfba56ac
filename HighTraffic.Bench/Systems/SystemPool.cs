namespace HighTraffic.Bench.Systems;

/// <summary>The systems that run. One is started when it is first needed, and stopped when nothing that is left needs it.</summary>
internal sealed class SystemPool : IAsyncDisposable
{
    private readonly Dictionary<SystemSettings, BenchedSystem> _running = [];

    /// <summary>Starts those that do not run yet, side by side.</summary>
    public async Task StartAsync(IEnumerable<SystemSettings> settings, CancellationToken cancellationToken)
    {
        var starting = settings.Distinct().Except(_running.Keys).ToDictionary(missing => missing, missing => BenchedSystem.StartAsync(missing, cancellationToken));

        // Those that did start have to be stopped in the end, also if another one did not.
        await ((Task)Task.WhenAll(starting.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (missing, start) in starting.Where(start => start.Value.IsCompletedSuccessfully))
        {
            _running[missing] = await start;
        }

        await Task.WhenAll(starting.Values);
    }

    /// <summary>Gives a system that was started.</summary>
    public BenchedSystem Get(SystemSettings settings) => _running[settings];

    /// <summary>Gives a system, started if it does not run.</summary>
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
