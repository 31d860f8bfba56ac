using System.Diagnostics.Metrics;
using HighTraffic.Core.Caching;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StackExchange.Redis;

namespace HighTraffic.AppHost;

/// <summary>The app's own commands on the dashboard. <c>aspire resource</c> can run them too.</summary>
internal static class DashboardCommands
{
    private static readonly TimeSpan SeedLimit = TimeSpan.FromMinutes(5);

    /// <summary>Adds "Flush cache": evicts all cached responses from Redis and all replicas.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> WithFlushCommand(this IResourceBuilder<IResourceWithConnectionString> cache) =>
        cache.WithCommand("flush-cache", "Flush cache", context => FlushAsync(cache.Resource, context), new CommandOptions
        {
            Description = "Evicts all cached responses from Redis and from the memory of the replicas.",
            IconName = "Broom",
            UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
        });

    /// <summary>Adds "Reseed": replaces all products and users with the seed data.</summary>
    public static IResourceBuilder<ProjectResource> WithReseedCommand(
        this IResourceBuilder<ProjectResource> migrations, IResourceBuilder<IResourceWithConnectionString> database, IResourceBuilder<IResourceWithConnectionString> cache) =>
        migrations.WithCommand("reseed", "Reseed", context => ReseedAsync(migrations.Resource, database.Resource, cache.Resource, context), new CommandOptions
        {
            Description = "Replaces all products and users with the seed data.",
            ConfirmationMessage = "All products and users will be deleted and seeded again. Continue?",
            IconName = "DatabaseArrowUp",
            UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Finished ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
        });

    private static async Task<ExecuteCommandResult> FlushAsync(IResourceWithConnectionString cache, ExecuteCommandContext context)
    {
        var connectionString = await cache.GetConnectionStringAsync(context.CancellationToken);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString!);
        var meters = context.Services.GetRequiredService<IMeterFactory>();
        await new TagEviction(new TagVersions(redis), redis, meters).EvictAsync([CacheTags.All]);
        return CommandResults.Success("The cache is empty.");
    }

    private static async Task<ExecuteCommandResult> ReseedAsync(
        ProjectResource migrations, IResourceWithConnectionString database, IResourceWithConnectionString cache, ExecuteCommandContext context)
    {
        await using (var connection = new NpgsqlConnection(await database.GetConnectionStringAsync(context.CancellationToken)))
        {
            await connection.OpenAsync(context.CancellationToken);
            await using var truncate = new NpgsqlCommand("TRUNCATE products, users", connection);
            await truncate.ExecuteNonQueryAsync(context.CancellationToken);
        }

        // The migrations seed an empty database.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        limit.CancelAfter(SeedLimit);
        var notifications = context.Services.GetRequiredService<ResourceNotificationService>();
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        await commands.ExecuteCommandAsync(migrations, KnownResourceCommands.StartCommand, limit.Token);
        await notifications.WaitForResourceAsync(migrations.Name, KnownResourceStates.Running, limit.Token);
        await notifications.WaitForResourceAsync(migrations.Name, KnownResourceStates.TerminalStates, limit.Token);
        return await FlushAsync(cache, context);
    }
}
