using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>One of the ways that a technique compares.</summary>
/// <param name="name">What it is called in the report.</param>
/// <param name="settings">The system that it runs on.</param>
internal abstract class Variant(string name, SystemSettings settings) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];

    /// <summary>What it is called in the report.</summary>
    public string Name => name;

    /// <summary>The system that it runs on.</summary>
    public SystemSettings Settings => settings;

    /// <summary>Prepares the system and checks that the work is done right.</summary>
    /// <exception cref="BenchException">It is not.</exception>
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

    /// <summary>Gives back what it holds of the system, so that the next ones find as many connections as the first.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var resource in _owned)
        {
            await resource.DisposeAsync();
        }

        _owned.Clear();
    }

    /// <summary>Has something disposed of when the variant is.</summary>
    protected T Own<T>(T resource)
        where T : IAsyncDisposable
    {
        _owned.Add(resource);
        return resource;
    }

    /// <summary>The processor time that has been taken so far by what the operation costs.</summary>
    protected virtual IReadOnlyDictionary<string, TimeSpan> ProcessorTimes(BenchedSystem system) => system.ProcessorTimes();

    /// <summary>Makes the load. The parts' processor times are added to what it returns.</summary>
    protected abstract Task<Sample> MeasureAsync(BenchedSystem system, RunLength length, CancellationToken cancellationToken);
}

/// <summary>How long a run lasts and on how many connections.</summary>
/// <param name="Duration">How long.</param>
/// <param name="Connections">On how many connections.</param>
internal sealed record RunLength(TimeSpan Duration, int Connections);
