using HighTraffic.Core;
using HighTraffic.Data;
using HighTraffic.Data.Keys;
using StackExchange.Redis;

namespace HighTraffic.Migrations.Keys;

/// <summary>Connects a command to the database, and notifies the replicas that the keys have changed.</summary>
internal static class KeyHost
{
    /// <summary>Runs a command.</summary>
    /// <param name="run">The command. It returns whether it succeeded.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<ApiKeyStore, CancellationToken, Task<bool>> run, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();

        // A command must print its result and nothing else.
        builder.Logging.ClearProviders();
        builder.AddSecretFiles();
        builder.AddNpgsqlDbContext<AppDbContext>(ResourceNames.Database);
        using var host = builder.Build();
        try
        {
            await using var scope = host.Services.CreateAsyncScope();
            if (!await run(new ApiKeyStore(scope.ServiceProvider.GetRequiredService<AppDbContext>()), cancellationToken))
            {
                return 1;
            }
        }
        catch (Exception exception) when (FailureReason.Of(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return 1;
        }

        await TellAsync(builder.Configuration.GetConnectionString(ResourceNames.Cache));
        return 0;
    }

    // Without Redis, the replicas find the change themselves a second later.
    private static async Task TellAsync(string? connectionString)
    {
        if (string.IsNullOrEmpty(connectionString))
        {
            return;
        }

        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
            await redis.GetSubscriber().PublishAsync(RedisChannel.Literal(ApiKeyStore.Channel), RedisValue.EmptyString);
        }
        catch (RedisException)
        {
        }
    }
}
