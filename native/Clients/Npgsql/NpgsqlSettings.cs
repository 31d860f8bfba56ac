using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

internal static class NpgsqlSettings
{
    private const string Section = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    /// <summary>Reads the settings: those for all contexts, then those for the connection, then those for the context.</summary>
    public static NpgsqlEntityFrameworkCorePostgreSQLSettings Read<TContext>(IConfiguration configuration, string? connectionName)
        where TContext : DbContext
    {
        var settings = new NpgsqlEntityFrameworkCorePostgreSQLSettings();
        var section = configuration.GetSection(Section);
        section.Bind(settings);
        if (connectionName is not null)
        {
            section.GetSection(connectionName).Bind(settings);
        }

        section.GetSection(typeof(TContext).Name).Bind(settings);
        if (connectionName is not null)
        {
            settings.ConnectionString = configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        }

        return settings;
    }
}
