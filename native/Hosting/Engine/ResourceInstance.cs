using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Engine;

/// <summary>One process of a resource: waits for what it depends on, starts it, watches it, and starts it again when it crashes.</summary>
internal sealed class ResourceInstance(
    IResource resource,
    string id,
    bool runsToCompletion,
    Func<string, int> portOf,
    Func<CancellationToken, Task<IReadOnlyList<ProcessSpec>>> prepare,
    ProcessLauncher launcher,
    HealthMonitor health,
    ResourceNotificationService notifications,
    ResourceLoggerService logs) : IDisposable
{
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private CancellationTokenSource _stopping = new();
    private Task _life = Task.CompletedTask;
    private int _runs;

    public IResource Resource { get; } = resource;

    public string Id { get; } = id;

    /// <summary>Starts the instance unless it lives already.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_life.IsCompleted)
            {
                _stopping.Dispose();
                _stopping = new CancellationTokenSource();
                _runs = 0;
                _life = LiveAsync(_stopping.Token);
            }
        }
    }

    /// <summary>Stops the instance; it stays stopped.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopping.Cancel();
            return _life;
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LiveAsync(CancellationToken stopping)
    {
        try
        {
            await WaitForDependenciesAsync(stopping);
            while (!stopping.IsCancellationRequested)
            {
                await Restarts.Pipeline.ExecuteAsync(async token => await RunOnceAsync(token), stopping);
                if (runsToCompletion)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Exited, StopTimeStamp = DateTime.UtcNow });
        }
        catch (Exception exception)
        {
            logs.Append(Id, exception.Message, isError: true);
            await PublishAsync(snapshot => snapshot with { State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) });
        }
    }

    private static ImmutableArray<EnvironmentVariableSnapshot> Variables(ProcessSpec spec) =>
        [.. spec.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => new EnvironmentVariableSnapshot(variable.Key, variable.Value, IsFromSpec: true))];

    private ImmutableArray<UrlSnapshot> Urls() =>
        [.. Resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => new UrlSnapshot(
            endpoint.Name, new AllocatedEndpoint(endpoint, endpoint.UriScheme == "http" ? "localhost" : Ports.Loopback, portOf(endpoint.Name)).UriString, IsInternal: false))];

    private async Task WaitForDependenciesAsync(CancellationToken stopping)
    {
        await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Waiting, HealthReports = [] });
        await Task.WhenAll(Resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitForAsync(wait, stopping)));
    }

    private async Task WaitForAsync(WaitAnnotation wait, CancellationToken stopping)
    {
        switch (wait.WaitType)
        {
            case WaitType.UntilHealthy:
                await notifications.WaitForResourceHealthyAsync(wait.Resource.Name, stopping);
                break;
            case WaitType.UntilStarted:
                await notifications.WaitForResourceAsync(wait.Resource.Name, KnownResourceStates.Running, stopping);
                break;
            default:
                var end = await notifications.WaitForResourceAsync(
                    wait.Resource.Name, change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text), stopping);
                if (end.Snapshot.ExitCode != wait.ExitCode)
                {
                    throw new DistributedApplicationException(
                        $"'{Id}' was not started: '{wait.Resource.Name}' ended with {end.Snapshot.ExitCode?.ToString() ?? "an error"} instead of {wait.ExitCode}. Its lines above tell why.");
                }

                break;
        }
    }

    private async Task RunOnceAsync(CancellationToken stopping)
    {
        await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Starting, HealthReports = [], ExitCode = null });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var companions = new List<Companion>();
        try
        {
            var specs = await prepare(stopping);
            await PublishAsync(snapshot => snapshot with { Urls = Urls(), EnvironmentVariables = Variables(specs[^1]) });
            foreach (var spec in specs.SkipLast(1))
            {
                companions.Add(await Companion.StartAsync(spec, StartAsync, line => logs.Append(Id, line, isError: true), ended.Token));
            }

            var process = await StartAsync(specs[^1]);
            try
            {
                await WatchAsync(process, stopping);
            }
            finally
            {
                await process.StopAsync(ChildProcess.StopPatience);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(companions.Select(companion => companion.Ended));
        }
    }

    private Task<ChildProcess> StartAsync(ProcessSpec spec) => launcher.StartAsync(spec, (line, isError) => logs.Append(Id, line, isError));

    private async Task WatchAsync(ChildProcess process, CancellationToken stopping)
    {
        var started = TimeProvider.System.GetTimestamp();
        await PublishAsync(snapshot => snapshot with
        {
            State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
            StartTimeStamp = DateTime.UtcNow,
            StopTimeStamp = null,
            HealthReports = runsToCompletion ? [] : [new HealthReportSnapshot("start", null, null, null)],
            Properties =
            [
                new ResourcePropertySnapshot(KnownProperties.ExecutablePid, process.Id),
                new ResourcePropertySnapshot(KnownProperties.Restarts, _runs++),
            ],
        });

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watch = health.WatchAsync(Resource, Id, portOf, ended.Token);
        try
        {
            var exitCode = await process.Exited.WaitAsync(stopping);
            await PublishEndAsync(exitCode);
            if (!runsToCompletion && TimeProvider.System.GetElapsedTime(started) < StableAfter)
            {
                throw new CrashException();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Stopping });
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PublishEndAsync(int exitCode)
    {
        var finished = runsToCompletion && exitCode == 0;
        if (!finished)
        {
            logs.Append(Id, $"ended with exit code {exitCode}" + (runsToCompletion ? "" : "; starting it again"), isError: true);
        }

        await PublishAsync(snapshot => snapshot with
        {
            State = finished ? new(KnownResourceStates.Finished, KnownResourceStateStyles.Success) : new(KnownResourceStates.Exited, KnownResourceStateStyles.Error),
            ExitCode = exitCode,
            StopTimeStamp = DateTime.UtcNow,
        });
    }

    private Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        notifications.PublishUpdateAsync(Resource, Id, change);
}
