using HighTraffic.Data.Keys;
using HighTraffic.Data.Products;
using HighTraffic.Data.Tasks;
using HighTraffic.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Data;

/// <summary>The database context. It is pooled, so it must not hold state or inject scoped services.</summary>
/// <param name="options">The options from the host.</param>
public sealed class AppDbContext(DbContextOptions<AppDbContext> options) : DbContext(options)
{
    /// <summary>The catalogue.</summary>
    public DbSet<Product> Products => Set<Product>();

    /// <summary>The totals of the catalogue's categories, in parts.</summary>
    public DbSet<CategoryTotal> CategoryTotals => Set<CategoryTotal>();

    /// <summary>The registered users.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>The long-running tasks.</summary>
    public DbSet<BackgroundTask> Tasks => Set<BackgroundTask>();

    /// <summary>The results of the tasks, in pieces.</summary>
    public DbSet<ResultChunk> ResultChunks => Set<ResultChunk>();

    /// <summary>The named API keys.</summary>
    public DbSet<ApiKeyRecord> ApiKeys => Set<ApiKeyRecord>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("pg_trgm");

        // The current turn of each task lane. A sequence is written without a lock that other transactions would wait for.
        modelBuilder.HasSequence<long>("task_turn_quick");
        modelBuilder.HasSequence<long>("task_turn_bulk");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);
    }
}
