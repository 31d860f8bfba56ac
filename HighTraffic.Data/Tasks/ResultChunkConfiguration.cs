using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HighTraffic.Data.Tasks;

internal sealed class ResultChunkConfiguration : IEntityTypeConfiguration<ResultChunk>
{
    public void Configure(EntityTypeBuilder<ResultChunk> builder)
    {
        builder.ToTable("result_chunks");
        builder.HasKey(chunk => new { chunk.TaskId, chunk.Number });
        builder.Property(chunk => chunk.TaskId).HasColumnName("task_id");
        builder.Property(chunk => chunk.Number).HasColumnName("number");
        builder.Property(chunk => chunk.Content).HasColumnName("content");
        builder.HasOne<BackgroundTask>().WithMany().HasForeignKey(chunk => chunk.TaskId).OnDelete(DeleteBehavior.Cascade);
    }
}
