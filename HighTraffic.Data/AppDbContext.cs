using HighTraffic.Data.Keys;
using HighTraffic.Data.Products;
using HighTraffic.Data.Tasks;
using HighTraffic.Data.Users;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Data;

/// <summary>The database. It is pooled, so it holds no state and takes no scoped service.</summary>
/// <param name="options">What the host configured.</param>
public sealed class AppDbContext(DbContextOptions<AppDbContext> options) : DbContext(options)
{
    /// <summary>The catalogue.</summary>
    public DbSet<Product> Products => Set<Product>();

    /// <summary>The sums over the categories of the catalogue, in parts.</summary>
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

        // The turns that the lanes of tasks are at. A sequence, since its value is written without a lock that others would wait for.
        modelBuilder.HasSequence<long>("task_turn_quick");
        modelBuilder.HasSequence<long>("task_turn_bulk");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);
    }
}
