using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HighTraffic.Data.Migrations
{
    /// <inheritdoc />
    public partial class FoldSearchText : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The expression of a generated column cannot be changed, so the column is made anew; the statistics go with it.
            migrationBuilder.DropIndex(
                name: "ix_products_search",
                table: "products");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "products");

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "products",
                type: "text",
                nullable: true,
                computedColumnSql: "replace(lower(upper(name || E'\\n' || description)), 'ß', 'ss')",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_products_search",
                table: "products",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.Sql("ALTER TABLE products ALTER COLUMN search_text SET STATISTICS 300;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_products_search",
                table: "products");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "products");

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "products",
                type: "text",
                nullable: true,
                computedColumnSql: "lower(name) || E'\\n' || lower(description)",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_products_search",
                table: "products",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.Sql("ALTER TABLE products ALTER COLUMN search_text SET STATISTICS 300;");
        }
    }
}
