using HighTraffic.Native.Dashboard.Live;

namespace HighTraffic.Native.Dashboard.Resources;

/// <summary>The resources as the engine last told, and the way back to it.</summary>
/// <param name="engine">What the engine does for the pages.</param>
/// <param name="changes">Told of changes.</param>
public sealed class ResourceBoard(EngineAccess engine, ChangeFeed changes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceView> _resources = [];

    /// <summary>All instances, in the order in which they came.</summary>
    public IReadOnlyList<ResourceView> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _resources.Values];
            }
        }
    }

    /// <summary>What the engine does for the pages.</summary>
    public EngineAccess Engine { get; } = engine;

    /// <summary>Finds an instance.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The instance, or null.</returns>
    public ResourceView? Find(string id)
    {
        lock (_gate)
        {
            return _resources.GetValueOrDefault(id);
        }
    }

    /// <summary>Takes what is known of an instance now.</summary>
    /// <param name="resource">The instance.</param>
    public void Set(ResourceView resource)
    {
        lock (_gate)
        {
            _resources[resource.Id] = resource;
        }

        changes.Tell(Topic.Resources);
    }
}

/// <summary>What the engine does for the pages.</summary>
/// <param name="ExecuteAsync">Gives a command to an instance: its id and the command; the result is null, or why it did not work.</param>
/// <param name="ReadConsole">Reads the last lines of an instance.</param>
/// <param name="WatchConsole">Reads the last lines of an instance, then every line as it is written.</param>
public sealed record EngineAccess(
    Func<string, string, CancellationToken, Task<string?>> ExecuteAsync,
    Func<string, IReadOnlyList<ConsoleLine>> ReadConsole,
    Func<string, CancellationToken, IAsyncEnumerable<IReadOnlyList<ConsoleLine>>> WatchConsole);
