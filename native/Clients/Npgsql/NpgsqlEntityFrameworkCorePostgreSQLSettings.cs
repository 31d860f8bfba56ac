namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>How a database context is set up: the section <c>Aspire:Npgsql:EntityFrameworkCore:PostgreSQL</c> of the configuration.</summary>
public sealed class NpgsqlEntityFrameworkCorePostgreSQLSettings
{
    /// <summary>The connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether a failed command is not tried again.</summary>
    public bool DisableRetry { get; set; }

    /// <summary>Whether no health check is registered.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether commands are not traced.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether nothing is measured.</summary>
    public bool DisableMetrics { get; set; }

    /// <summary>How long a command may take, in seconds; Npgsql's default if null.</summary>
    public int? CommandTimeout { get; set; }
}
