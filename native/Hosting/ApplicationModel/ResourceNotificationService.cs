using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Tells what the resources are doing, and lets others wait for it.</summary>
public sealed class ResourceNotificationService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceEvent> _current = [];
    private readonly ConcurrentDictionary<Channel<ResourceEvent>, bool> _watchers = new();

    /// <summary>Publishes a change of a resource that has one instance.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="stateFactory">Makes the new snapshot of the last one.</param>
    /// <returns>A finished task.</returns>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.Name, stateFactory);

    /// <summary>Publishes a change of one instance of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="resourceId">The id of the instance.</param>
    /// <param name="stateFactory">Makes the new snapshot of the last one.</param>
    /// <returns>A finished task.</returns>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_gate)
        {
            var last = _current.TryGetValue(resourceId, out var known)
                ? known.Snapshot
                : new CustomResourceSnapshot { ResourceType = resource.GetType().Name, Properties = [] };
            var changed = new ResourceEvent(resource, resourceId, stateFactory(last));
            _current[resourceId] = changed;
            foreach (var watcher in _watchers.Keys)
            {
                watcher.Writer.TryWrite(changed);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Reads the last snapshot of an instance.</summary>
    /// <param name="resourceId">The id of the instance.</param>
    /// <param name="resourceEvent">The last change.</param>
    /// <returns>Whether the instance is known.</returns>
    public bool TryGetCurrentState(string resourceId, out ResourceEvent? resourceEvent)
    {
        lock (_gate)
        {
            return _current.TryGetValue(resourceId, out resourceEvent);
        }
    }

    /// <summary>Reads the last change of every instance, then every change as it happens.</summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The changes.</returns>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>();
        lock (_gate)
        {
            foreach (var known in _current.Values)
            {
                channel.Writer.TryWrite(known);
            }

            _watchers[channel] = true;
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }

    /// <summary>Waits until an instance of a resource is in a state.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="targetState">The state; running if left out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends with the wait.</returns>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until an instance of a resource is in one of several states.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="targetStates">The states.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The state it is in.</returns>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(
            resourceName, change => change.Snapshot.State is { } state && targetStates.Contains(state.Text), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    /// <summary>Waits until an instance of a resource runs and is healthy.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The change that made it healthy.</returns>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, change => change.Snapshot.HealthStatus == HealthStatus.Healthy, cancellationToken);

    /// <summary>Waits until a change of an instance of a resource meets a condition.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="predicate">The condition.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The change that met it.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if (string.Equals(change.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(change))
            {
                return change;
            }
        }

        throw new OperationCanceledException($"The app stopped before '{resourceName}' was in the state waited for.", cancellationToken);
    }
}
