using System.Data.Common;
using HighTraffic.Api.Products;
using HighTraffic.Api.Resilience;
using HighTraffic.Data;

namespace HighTraffic.Api.Hosting;

/// <summary>
/// Prepares a new replica for its clients: it runs the main queries once before the server listens, so that no client waits for the EF model or
/// the first connection, and sends requests to itself before it is ready, so that the JIT compiler optimizes the code that they share.
/// </summary>
internal sealed class WarmUp(IServiceScopeFactory scopes, WarmUpRequests requests) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        try
        {
            await ProductQueries.PageAsync(database, new ProductPageQuery(Category: null, Text: null, Size: 1, After: 0), cancellationToken);
            await ProductQueries.FindAsync(database, 1, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException || DatabaseOutages.IsOutage(exception))
        {
            // Start anyway: the replica still serves everything that needs no database.
        }
    }

    // The server listens by now.
    public Task StartedAsync(CancellationToken cancellationToken) => requests.SendAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
