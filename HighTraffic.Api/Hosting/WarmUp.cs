using System.Data.Common;
using HighTraffic.Api.Products;
using HighTraffic.Api.Resilience;
using HighTraffic.Data;

namespace HighTraffic.Api.Hosting;

/// <summary>Runs the main queries once before the server listens, so that no client waits for the EF model or the first connection.</summary>
internal sealed class WarmUp(IServiceScopeFactory scopes) : IHostedLifecycleService
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

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Adds the warm-up to the service.</summary>
internal static class WarmUpExtensions
{
    public static void AddWarmUp(this IHostApplicationBuilder builder) => builder.Services.AddHostedService<WarmUp>();
}
