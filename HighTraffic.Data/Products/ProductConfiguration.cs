using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HighTraffic.Data.Products;

internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable("products");
        builder.HasKey(product => product.Id);
        builder.Property(product => product.Id).HasColumnName("id");
        builder.Property(product => product.Sku).HasColumnName("sku").HasMaxLength(ProductLimits.Sku);
        builder.Property(product => product.Name).HasColumnName("name").HasMaxLength(ProductLimits.Name);
        builder.Property(product => product.Description).HasColumnName("description").HasMaxLength(ProductLimits.Description);
        builder.Property(product => product.Category).HasColumnName("category").HasMaxLength(ProductLimits.Category);
        builder.Property(product => product.PriceCents).HasColumnName("price_cents");
        builder.Property(product => product.Stock).HasColumnName("stock");
        builder.Property(product => product.UpdatedAt).HasColumnName("updated_at");
        builder.Property(product => product.Version).IsRowVersion();

        builder.HasIndex(product => product.Sku).IsUnique().HasDatabaseName(ProductLimits.SkuIndex);

        // Leaves room in each page for new versions of a row, so that an update of price or stock, which no index covers, writes to no index
        // (https://www.postgresql.org/docs/15/storage-hot.html).
        builder.HasStorageParameter("fillfactor", 90);

        // For the pages of a category, in the order of ids.
        builder.HasIndex(product => new { product.Category, product.Id }).HasDatabaseName("ix_products_category_id");

        // One case-folded column to search instead of two, so that LIKE compares each row once. A search text contains no line break, so it
        // cannot match across name and description. lower(upper(x)) folds characters that lower(x) keeps apart, such as the two small sigmas;
        // neither changes the sharp s.
        builder.Property<string>(ProductLimits.SearchText).HasColumnName("search_text")
            .HasComputedColumnSql(@"replace(lower(upper(name || E'\n' || description)), 'ß', 'ss')", stored: true);

        // Finds a text of three or more characters anywhere in the column (https://www.postgresql.org/docs/15/pgtrgm.html).
        builder.HasIndex(ProductLimits.SearchText)
            .HasDatabaseName(ProductLimits.SearchIndex)
            .HasMethod("gin")
            .HasOperators("gin_trgm_ops");
    }
}
