using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>A distributed application on the native engine: its servers and projects run as child processes of this one.</summary>
public sealed class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly AppHostHandover? _handover;

    internal DistributedApplication(IHost host, AppHostHandover? handover)
    {
        _host = host;
        _handover = handover;
    }

    /// <summary>The services of the AppHost itself.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Tells what the resources are doing.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Gives commands to resources.</summary>
    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Begins the declaration of an app.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    /// <summary>Begins the declaration of an app.</summary>
    /// <param name="options">How it is to be run.</param>
    /// <returns>The builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Starts the app and returns while its resources come up.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>A task that ends when the start is under way.</returns>
    /// <exception cref="DistributedApplicationException">A server is missing, or a port or data folder is taken.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <summary>Stops the app, those that depend on others first.</summary>
    /// <param name="cancellationToken">Ends the wait for a clean stop.</param>
    /// <returns>A task that ends when every process has ended.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>Runs the app until Ctrl+C or SIGTERM. What keeps it from running goes to standard error in a sentence, with exit code 1.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs the app until Ctrl+C or SIGTERM. What keeps it from running goes to standard error in a sentence, with exit code 1.</summary>
    /// <param name="cancellationToken">Stops the app.</param>
    /// <returns>A task that ends when every process has ended.</returns>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_handover is not null)
        {
            await _handover.Disposed.WaitAsync(cancellationToken);
            return;
        }

        try
        {
            Services.GetRequiredService<Orchestrator>().Reserve();
            Services.GetService<DashboardHost>()?.Reserve();
            await _host.StartAsync(cancellationToken);
            await _host.WaitForShutdownAsync(cancellationToken);
        }
        catch (DistributedApplicationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            Environment.ExitCode = 1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The app cannot write what it needs: {exception.Message.TrimEnd('.')}; make room there, or give this user the right to write.");
            Environment.ExitCode = 1;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        _handover?.AppDisposed();
    }
}
