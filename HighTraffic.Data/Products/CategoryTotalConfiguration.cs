using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HighTraffic.Data.Products;

internal sealed class CategoryTotalConfiguration : IEntityTypeConfiguration<CategoryTotal>
{
    public void Configure(EntityTypeBuilder<CategoryTotal> builder)
    {
        builder.ToTable("category_totals");
        builder.HasKey(total => new { total.Category, total.Part });
        builder.Property(total => total.Category).HasColumnName("category").HasMaxLength(ProductLimits.Category);
        builder.Property(total => total.Part).HasColumnName("part");
        builder.Property(total => total.Products).HasColumnName("products");
        builder.Property(total => total.Stock).HasColumnName("stock");
        builder.Property(total => total.PriceCents).HasColumnName("price_cents");

        // Every write to a product changes a row here, so leave room in the page for new versions of it.
        builder.HasStorageParameter("fillfactor", 50);
    }
}
