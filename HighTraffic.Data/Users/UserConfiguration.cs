using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HighTraffic.Data.Users;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.HasKey(user => user.Id);
        builder.Property(user => user.Id).HasColumnName("id");
        builder.Property(user => user.Email).HasColumnName("email").HasMaxLength(UserLimits.Email);
        builder.Property(user => user.DisplayName).HasColumnName("display_name").HasMaxLength(UserLimits.DisplayName);
        builder.Property(user => user.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");

        // A computed column, because EF Core cannot declare indexes on expressions.
        builder.Property<string>(UserLimits.EmailKey).HasColumnName("email_key").HasMaxLength(UserLimits.Email)
            .HasComputedColumnSql("lower(email)", stored: true);
        builder.HasIndex(UserLimits.EmailKey).IsUnique().HasDatabaseName(UserLimits.EmailIndex);
    }
}
