using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>One of the variants that a technique compares.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="settings">The system that it runs on.</param>
internal abstract class Variant(string name, SystemSettings settings) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];

    /// <summary>Its name in the report.</summary>
    public string Name => name;

    /// <summary>The system that it runs on.</summary>
    public SystemSettings Settings => settings;

    /// <summary>Prepares the system and checks that the work is done correctly.</summary>
    /// <exception cref="BenchException">The work is not done correctly.</exception>
    public abstract Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken);

    /// <summary>Runs for a while.</summary>
    public async Task<Sample> RunAsync(BenchedSystem system, RunLength length, CancellationToken cancellationToken)
    {
        var calls = await system.DatabaseCallsAsync(cancellationToken);
        var before = ProcessorTimes(system);
        var sample = await MeasureAsync(system, length, cancellationToken);
        var after = ProcessorTimes(system);
        var processor = after.Where(part => before.ContainsKey(part.Key)).ToDictionary(part => part.Key, part => (part.Value - before[part.Key]).TotalSeconds);
        foreach (var (part, seconds) in sample.Processor)
        {
            processor[part] = seconds;
        }

        return sample with { Processor = processor, DatabaseCalls = await system.DatabaseCallsAsync(cancellationToken) - calls };
    }

    /// <summary>Releases what it holds of the system, so that later variants find as many connections as the first.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var resource in _owned)
        {
            await resource.DisposeAsync();
        }

        _owned.Clear();
    }

    /// <summary>Registers an object to dispose of together with the variant.</summary>
    protected T Own<T>(T resource)
        where T : IAsyncDisposable
    {
        _owned.Add(resource);
        return resource;
    }

    /// <summary>The CPU time that the parts of the operation have used so far.</summary>
    protected virtual IReadOnlyDictionary<string, TimeSpan> ProcessorTimes(BenchedSystem system) => system.ProcessorTimes();

    /// <summary>Runs the load. The caller adds the CPU times of the parts to the result.</summary>
    protected abstract Task<Sample> MeasureAsync(BenchedSystem system, RunLength length, CancellationToken cancellationToken);
}

/// <summary>How long a run lasts and on how many connections.</summary>
/// <param name="Duration">How long.</param>
/// <param name="Connections">On how many connections.</param>
internal sealed record RunLength(TimeSpan Duration, int Connections);
