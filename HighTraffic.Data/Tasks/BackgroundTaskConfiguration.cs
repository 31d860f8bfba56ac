using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HighTraffic.Data.Tasks;

internal sealed class BackgroundTaskConfiguration : IEntityTypeConfiguration<BackgroundTask>
{
    public void Configure(EntityTypeBuilder<BackgroundTask> builder)
    {
        builder.ToTable("tasks", table => table.HasCheckConstraint(
            "ck_tasks_status", "status IN ('queued', 'running', 'succeeded', 'failed', 'canceled')"));
        builder.HasKey(task => task.Id);
        builder.Property(task => task.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(task => task.Type).HasColumnName("type").HasMaxLength(100);
        builder.Property(task => task.Lane).HasColumnName("lane").HasMaxLength(20);
        builder.Property(task => task.Turn).HasColumnName("turn").HasDefaultValue(0);
        builder.Property(task => task.Parameters).HasColumnName("parameters").HasColumnType("jsonb");
        builder.Property(task => task.Status).HasColumnName("status").HasMaxLength(20).HasConversion(
            status => status.ToString().ToLowerInvariant(), text => Enum.Parse<BackgroundTaskStatus>(text, true));
        builder.Property(task => task.Progress).HasColumnName("progress");
        builder.Property(task => task.Attempts).HasColumnName("attempts");
        builder.Property(task => task.Failures).HasColumnName("failures");
        builder.Property(task => task.UncountedAttempts).HasColumnName("uncounted_attempts").HasDefaultValue(0);
        builder.Property(task => task.Checkpoint).HasColumnName("checkpoint").HasColumnType("jsonb");
        builder.Property(task => task.Error).HasColumnName("error");
        builder.Property(task => task.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
        builder.Property(task => task.StartedAt).HasColumnName("started_at");
        builder.Property(task => task.FinishedAt).HasColumnName("finished_at");
        builder.Property(task => task.Owner).HasColumnName("owner").HasMaxLength(100);
        builder.Property(task => task.IdempotencyKey).HasColumnName("idempotency_key").HasMaxLength(200);
        builder.Property(task => task.PublishedAt).HasColumnName("published_at");
        builder.Property(task => task.IsPaused).HasColumnName("is_paused").HasDefaultValue(false);
        builder.Property(task => task.NotBefore).HasColumnName("not_before").HasDefaultValueSql("now()");
        builder.Property(task => task.CancelRequested).HasColumnName("cancel_requested");
        builder.Property(task => task.LeaseOwner).HasColumnName("lease_owner").HasMaxLength(200);
        builder.Property(task => task.LeaseUntil).HasColumnName("lease_until");
        builder.Property(task => task.TraceParent).HasColumnName("trace_parent").HasMaxLength(55);
        builder.Property(task => task.ResultContentType).HasColumnName("result_content_type").HasMaxLength(100);
        builder.Property(task => task.ResultFileName).HasColumnName("result_file_name").HasMaxLength(200);
        builder.Property(task => task.ResultLength).HasColumnName("result_length");

        // Heartbeats update the row of a running task twice a second, in columns that no index covers.
        builder.HasStorageParameter("fillfactor", 80);

        // The tasks of one status, newest first: ids sort by creation time.
        builder.HasIndex(task => new { task.Status, task.Id }).HasDatabaseName("ix_tasks_status_id").IsDescending(false, true);

        builder.HasIndex(task => new { task.Owner, task.IdempotencyKey })
            .HasDatabaseName("ux_tasks_owner_idempotency_key")
            .IsUnique()
            .HasFilter("idempotency_key IS NOT NULL");

        // The relay reads only tasks that may be owed a message, which are few however large the table is.
        builder.HasIndex(task => task.NotBefore)
            .HasDatabaseName("ix_tasks_owed")
            .HasFilter("status IN ('queued', 'running') OR (status = 'failed' AND published_at IS NULL)");

        // The next task of a lane.
        builder.HasIndex(task => new { task.Lane, task.Turn, task.Id }).HasDatabaseName("ix_tasks_next").HasFilter("status = 'queued' AND NOT is_paused");

        // The last turn of a client, and the number of its open tasks.
        builder.HasIndex(task => new { task.Owner, task.Lane, task.Turn }).HasDatabaseName("ix_tasks_open").HasFilter("status IN ('queued', 'running')");

        // The tasks that are old enough to delete.
        builder.HasIndex(task => task.FinishedAt).HasDatabaseName("ix_tasks_finished_at").HasFilter("finished_at IS NOT NULL");
    }
}
