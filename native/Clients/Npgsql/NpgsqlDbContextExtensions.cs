using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds a PostgreSQL database context to a service.</summary>
public static class NpgsqlDbContextExtensions
{
    /// <summary>Adds a pooled context with retries, health check, tracing and metrics.</summary>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <param name="connectionName">The name of the connection string.</param>
    /// <param name="configureSettings">Changes the settings.</param>
    /// <param name="configureDbContextOptions">Changes the context's options.</param>
    public static void AddNpgsqlDbContext<TContext>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null,
        Action<DbContextOptionsBuilder>? configureDbContextOptions = null)
        where TContext : DbContext
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = NpgsqlSettings.Read<TContext>(builder.Configuration, connectionName);
        configureSettings?.Invoke(settings);

        builder.Services.AddDbContextPool<TContext>(options =>
        {
            // The tools of EF Core make migrations without a database.
            if (string.IsNullOrEmpty(settings.ConnectionString) && !EF.IsDesignTime)
            {
                throw new InvalidOperationException($"The connection string '{connectionName}' is missing; set ConnectionStrings__{connectionName}.");
            }

            options.UseNpgsql(settings.ConnectionString, npgsql => Apply(settings, npgsql, retry: !settings.DisableRetry));
            configureDbContextOptions?.Invoke(options);
        });
        builder.AddNpgsqlInstrumentation<TContext>(settings);
    }

    /// <summary>
    /// Adds to a context that was registered before what <see cref="AddNpgsqlDbContext"/> would have given it. A retry strategy of its
    /// own stays.
    /// </summary>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configureSettings">Changes the settings.</param>
    /// <exception cref="InvalidOperationException">The context was not registered.</exception>
    public static void EnrichNpgsqlDbContext<TContext>(
        this IHostApplicationBuilder builder, Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null)
        where TContext : DbContext
    {
        if (builder.Services.All(static service => service.ServiceType != typeof(DbContextOptions<TContext>)))
        {
            throw new InvalidOperationException($"{typeof(TContext).Name} must be registered before it is enriched.");
        }

        var settings = NpgsqlSettings.Read<TContext>(builder.Configuration, connectionName: null);
        configureSettings?.Invoke(settings);

        builder.Services.ConfigureDbContext<TContext>(options =>
        {
            var isOwnStrategy = RelationalOptionsExtension.Extract(options.Options).ExecutionStrategyFactory is not null;
            options.UseNpgsql(npgsql => Apply(settings, npgsql, retry: !settings.DisableRetry && !isOwnStrategy));
        });
        builder.AddNpgsqlInstrumentation<TContext>(settings);
    }

    private static void Apply(NpgsqlEntityFrameworkCorePostgreSQLSettings settings, NpgsqlDbContextOptionsBuilder npgsql, bool retry)
    {
        if (retry)
        {
            npgsql.EnableRetryOnFailure();
        }

        if (settings.CommandTimeout is { } seconds)
        {
            npgsql.CommandTimeout(seconds);
        }
    }
}
