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

        // Room in each page for the next version of a row: a change of price or stock, which are in no index, then writes to none
        // (https://www.postgresql.org/docs/15/storage-hot.html).
        builder.HasStorageParameter("fillfactor", 90);

        // Pages of one category in the order of ids.
        builder.HasIndex(product => new { product.Category, product.Id }).HasDatabaseName("ix_products_category_id");

        // One column to search instead of two, with case folded, so that LIKE compares a row once. A search text has no line break, so none
        // matches across the two. lower(upper(x)) folds what lower(x) keeps apart, such as the two small sigmas; neither touches the sharp s.
        builder.Property<string>(ProductLimits.SearchText).HasColumnName("search_text")
            .HasComputedColumnSql(@"replace(lower(upper(name || E'\n' || description)), 'ß', 'ss')", stored: true);

        // Finds a text anywhere in a column, from three characters on (https://www.postgresql.org/docs/15/pgtrgm.html).
        builder.HasIndex(ProductLimits.SearchText)
            .HasDatabaseName(ProductLimits.SearchIndex)
            .HasMethod("gin")
            .HasOperators("gin_trgm_ops");
    }
}
