using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HighTraffic.Data.Keys;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKeyRecord>
{
    public void Configure(EntityTypeBuilder<ApiKeyRecord> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(key => key.Id);
        builder.Property(key => key.Id).HasColumnName("id");
        builder.Property(key => key.Name).HasColumnName("name").HasMaxLength(ApiKeyLimits.Name);
        builder.Property(key => key.Hint).HasColumnName("hint").HasMaxLength(ApiKeyLimits.Hint);
        builder.Property(key => key.Hash).HasColumnName("hash");
        builder.Property(key => key.Scopes).HasColumnName("scopes");
        builder.Property(key => key.QuotaClass).HasColumnName("quota_class").HasMaxLength(ApiKeyLimits.Name);
        builder.Property(key => key.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
        builder.Property(key => key.NotBefore).HasColumnName("not_before").HasDefaultValueSql("now()");
        builder.Property(key => key.ExpiresAt).HasColumnName("expires_at");
        builder.Property(key => key.RevokedAt).HasColumnName("revoked_at");
        builder.Property(key => key.ChangedAt).HasColumnName("changed_at").HasDefaultValueSql("now()");
        builder.HasIndex(key => key.Hash).HasDatabaseName("ux_api_keys_hash").IsUnique();

        // Every replica queries the changes each second.
        builder.HasIndex(key => key.ChangedAt).HasDatabaseName("ix_api_keys_changed_at");
    }
}
