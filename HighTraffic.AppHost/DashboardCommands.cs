using System.Diagnostics.Metrics;
using HighTraffic.Core.Caching;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StackExchange.Redis;

namespace HighTraffic.AppHost;

/// <summary>The app's own commands on the dashboard. <c>aspire resource</c> can run them too.</summary>
internal static class DashboardCommands
{
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
            UpdateState = context => ResourceStates.HasEnded(context.ResourceSnapshot.State?.Text) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
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
        var notifications = context.Services.GetRequiredService<ResourceNotificationService>();
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        var hasBegun = false;
        var end = notifications.WaitForResourceAsync(
            migrations.Name, run => (hasBegun |= !ResourceStates.HasEnded(run.Snapshot.State?.Text)) && ResourceStates.HasEnded(run.Snapshot.State?.Text), context.CancellationToken);
        var begun = await commands.ExecuteCommandAsync(migrations, KnownResourceCommands.StartCommand, context.CancellationToken);
        if (!begun.Success)
        {
            return begun;
        }

        var ended = await end;
        await FlushAsync(cache, context);
        return ended.Snapshot.ExitCode == 0
            ? CommandResults.Success("The products and users were seeded again.")
            : CommandResults.Failure($"The tables are empty, because {migrations.Name} failed. Its log has the reason.");
    }
}
