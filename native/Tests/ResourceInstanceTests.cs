using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Tests;

public sealed class ResourceInstanceTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly Guardian _guardian;
    private readonly ProcessLauncher _launcher;
    private readonly ResourceNotificationService _notifications;
    private readonly ContainerResource _resource = new("server");

    public ResourceInstanceTests()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHttpClient();
        services.AddHealthChecks();
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<ResourceNotificationService>();
        services.AddSingleton<ResourceLoggerService>();
        _services = services.BuildServiceProvider();
        _notifications = _services.GetRequiredService<ResourceNotificationService>();
        _guardian = new Guardian(new RunFolder());
        _launcher = new ProcessLauncher(_guardian);
    }

    [Fact]
    public async Task AProcessThatCrashesIsStartedAgain()
    {
        var starts = 0;
        using var instance = Instance(runsToCompletion: false, () => ++starts == 1 ? "exit 3" : "exec sleep 600");
        var crashed = WaitAsync(snapshot => snapshot is { ExitCode: 3, State.Text: "Exited" });
        instance.Start();
        await crashed;

        var running = await WaitAsync(snapshot => snapshot.State?.Text == KnownResourceStates.Running && starts == 2);
        var id = (int)Assert.Single(running.Snapshot.Properties, property => property.Name == "executable.pid").Value!;
        await instance.StopAsync().WaitAsync(Limit);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        Assert.Equal(2, starts);
    }

    [Fact]
    public async Task AProcessThatRunsToItsEndIsNotStartedAgain()
    {
        var starts = 0;
        using var instance = Instance(runsToCompletion: true, () =>
        {
            starts++;
            return "exit 0";
        });
        instance.Start();
        Assert.Equal(0, (await WaitAsync(snapshot => snapshot.State?.Text == KnownResourceStates.Finished)).Snapshot.ExitCode);
        await instance.StopAsync().WaitAsync(Limit);
        Assert.Equal(1, starts);
    }

    [Fact]
    public async Task AProcessThatDoesNotStartIsNotTriedForEver()
    {
        using var instance = Instance(runsToCompletion: false, () => throw new DistributedApplicationException("There is no such program."));
        instance.Start();
        await WaitAsync(snapshot => snapshot.State?.Text == KnownResourceStates.FailedToStart);
        await instance.StopAsync().WaitAsync(Limit);
    }

    [Fact]
    public async Task ASuspendedProcessEndsWhenItIsAsked()
    {
        using var instance = Instance(runsToCompletion: false, () => "kill -STOP $$; sleep 600");
        instance.Start();
        var running = await WaitAsync(snapshot => snapshot.State?.Text == KnownResourceStates.Running);
        var id = (int)Assert.Single(running.Snapshot.Properties, property => property.Name == "executable.pid").Value!;
        while (!File.ReadAllText($"/proc/{id}/stat").Contains(") T ", StringComparison.Ordinal))
        {
            await Task.Delay(20);
        }

        await instance.StopAsync().WaitAsync(Limit);
    }

    [Fact]
    public async Task ACompanionThatEndsIsStartedAgainAndTheServerGoesOn()
    {
        using var folder = new TemporaryFolder();
        var starts = Path.Combine(folder.Path, "starts");
        using var instance = Instance(runsToCompletion: false, () => "exec sleep 600", Script($"echo $$ >> {starts}; exec sleep 600"));
        instance.Start();
        var running = await WaitAsync(snapshot => snapshot.State?.Text == KnownResourceStates.Running);

        using (var companion = Process.GetProcessById((await LinesAsync(starts, 1))[0]))
        {
            companion.Kill();
        }

        var ids = await LinesAsync(starts, 2);
        Assert.True(_notifications.TryGetCurrentState(_resource.Name, out var now));
        Assert.Equal(running.Snapshot.Properties, now!.Snapshot.Properties);
        await instance.StopAsync().WaitAsync(Limit);
        Assert.All(ids, id => Assert.Throws<ArgumentException>(() => Process.GetProcessById(id)));
    }

    public async ValueTask DisposeAsync()
    {
        _launcher.Dispose();
        _guardian.Dispose();
        await _services.DisposeAsync();
    }

    private async Task<ResourceEvent> WaitAsync(Func<CustomResourceSnapshot, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        return await _notifications.WaitForResourceAsync(_resource.Name, change => condition(change.Snapshot), limit.Token);
    }

    private static async Task<int[]> LinesAsync(string file, int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var lines = File.Exists(file) ? await File.ReadAllLinesAsync(file, limit.Token) : [];
            if (lines.Length >= count)
            {
                return [.. lines.Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private static ProcessSpec Script(string script) => new()
    {
        FileName = "/bin/sh",
        Arguments = ["-c", script],
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string>(),
    };

    private ResourceInstance Instance(bool runsToCompletion, Func<string> script, params ProcessSpec[] companions) => new(
        _resource,
        _resource.Name,
        runsToCompletion,
        _ => 0,
        _ => Task.FromResult<IReadOnlyList<ProcessSpec>>([.. companions, Script(script())]),
        _launcher,
        _services.GetRequiredService<HealthMonitor>(),
        _notifications,
        _services.GetRequiredService<ResourceLoggerService>());
}
