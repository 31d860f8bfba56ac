using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Engine;

/// <summary>
/// Hands the builder and the app of an AppHost that runs inside a test over to the test: the AppHost's own thread waits
/// at each of the two until the test goes on.
/// </summary>
internal sealed class AppHostHandover(Assembly appHostAssembly, Action<DistributedApplicationOptions, HostApplicationBuilderSettings>? configure)
{
    private static readonly AsyncLocal<AppHostHandover?> CurrentOne = new();
    private readonly TaskCompletionSource<IDistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _permissionToBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _app = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static AppHostHandover? Current => CurrentOne.Value;

    public Assembly AppHostAssembly { get; } = appHostAssembly;

    public Task<IDistributedApplicationBuilder> Builder => _builder.Task;

    public Task<DistributedApplication> App => _app.Task;

    public Task Disposed => _disposed.Task;

    /// <summary>Runs the AppHost's entry point on a thread of its own.</summary>
    public void RunEntryPoint(string[] args)
    {
        var entryPoint = AppHostAssembly.EntryPoint
            ?? throw new InvalidOperationException($"{AppHostAssembly.GetName().Name} has no entry point.");
        CurrentOne.Value = this;
        var thread = new Thread(() => Invoke(entryPoint, args)) { IsBackground = true, Name = "AppHost" };
        thread.Start();
        CurrentOne.Value = null;
    }

    /// <summary>A test has no use for a dashboard, unless it asks for one.</summary>
    public void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.DisableDashboard = true;
        configure?.Invoke(options, settings);
    }

    public void PermitBuild() => _permissionToBuild.TrySetResult();

    public void WaitForPermissionToBuild(IDistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _permissionToBuild.Task.GetAwaiter().GetResult();
    }

    public void AppBuilt(DistributedApplication app) => _app.TrySetResult(app);

    public void AppDisposed() => _disposed.TrySetResult();

    private void Invoke(MethodInfo entryPoint, string[] args)
    {
        try
        {
            var result = entryPoint.Invoke(null, entryPoint.GetParameters().Length == 0 ? [] : [args]);
            (result as Task)?.GetAwaiter().GetResult();
            throw new InvalidOperationException($"{AppHostAssembly.GetName().Name} ended before it built an app.");
        }
        catch (Exception exception)
        {
            var reason = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
            _builder.TrySetException(reason);
            _app.TrySetException(reason);
        }
    }
}
