using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace HighTraffic.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateSequence(
                name: "task_turn_bulk");

            migrationBuilder.CreateSequence(
                name: "task_turn_quick");

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    hint = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scopes = table.Column<string[]>(type: "text[]", nullable: false),
                    quota_class = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "category_totals",
                columns: table => new
                {
                    category = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    part = table.Column<short>(type: "smallint", nullable: false),
                    products = table.Column<long>(type: "bigint", nullable: false),
                    stock = table.Column<long>(type: "bigint", nullable: false),
                    price_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_category_totals", x => new { x.category, x.part });
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "products",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    category = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    price_cents = table.Column<int>(type: "integer", nullable: false),
                    stock = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    search_text = table.Column<string>(type: "text", nullable: true, computedColumnSql: "replace(lower(upper(name || E'\\n' || description)), 'ß', 'ss')", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_products", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 90);

            migrationBuilder.CreateTable(
                name: "tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    lane = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    turn = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    parameters = table.Column<string>(type: "jsonb", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    progress = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    uncounted_attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    checkpoint = table.Column<string>(type: "jsonb", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    owner = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_paused = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    cancel_requested = table.Column<bool>(type: "boolean", nullable: false),
                    lease_owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    trace_parent = table.Column<string>(type: "character varying(55)", maxLength: 55, nullable: true),
                    result_content_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    result_file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    result_length = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tasks", x => x.id);
                    table.CheckConstraint("ck_tasks_status", "status IN ('queued', 'running', 'succeeded', 'failed', 'canceled')");
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    display_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    email_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true, computedColumnSql: "lower(email)", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "result_chunks",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_result_chunks", x => new { x.task_id, x.number });
                    table.ForeignKey(
                        name: "FK_result_chunks_tasks_task_id",
                        column: x => x.task_id,
                        principalTable: "tasks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_changed_at",
                table: "api_keys",
                column: "changed_at");

            migrationBuilder.CreateIndex(
                name: "ux_api_keys_hash",
                table: "api_keys",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id",
                table: "products",
                columns: new[] { "category", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_products_search",
                table: "products",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ux_products_sku",
                table: "products",
                column: "sku",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_finished_at",
                table: "tasks",
                column: "finished_at",
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_next",
                table: "tasks",
                columns: new[] { "lane", "turn", "id" },
                filter: "status = 'queued' AND NOT is_paused");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_open",
                table: "tasks",
                columns: new[] { "owner", "lane", "turn" },
                filter: "status IN ('queued', 'running')");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_owed",
                table: "tasks",
                column: "not_before",
                filter: "status IN ('queued', 'running') OR (status = 'failed' AND published_at IS NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_status_id",
                table: "tasks",
                columns: new[] { "status", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ux_tasks_owner_idempotency_key",
                table: "tasks",
                columns: new[] { "owner", "idempotency_key" },
                unique: true,
                filter: "idempotency_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_users_email_key",
                table: "users",
                column: "email_key",
                unique: true);

            // By default a random page costs four times as much as a sequential one, as on a spinning disk. The planner would then filter a
            // category's pages out of all products instead of using their index.
            migrationBuilder.Sql("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET random_page_cost = 1.1', current_database()); END $$;");

            // The planner estimates how common a text is by how many sampled rows contain it. With the default target of 100, one match makes a
            // text look so common that the planner reads all products in the order of ids. This happens for 2 % of the texts that 20 products
            // contain, and with 300 for about 0.1 %. A higher target would cost each query more planning time than it saves.
            migrationBuilder.Sql("ALTER TABLE products ALTER COLUMN search_text SET STATISTICS 300;");

            // The triggers run once for each statement, with all rows that it changed. They lock the totals in the order of the categories'
            // names, so that two statements that change several categories do not deadlock. A statement that changes no total writes nothing.
            const string Added = "SELECT category, 1 AS products, stock, price_cents FROM added";
            const string Removed = "SELECT category, -1 AS products, -stock AS stock, -price_cents AS price_cents FROM removed";
            static string Sum(string changes) => $"""
                INSERT INTO category_totals AS total (category, part, products, stock, price_cents)
                SELECT category, pg_backend_pid() % 16, sum(products), sum(stock), sum(price_cents) FROM ({changes}) AS changes
                GROUP BY category HAVING sum(products) <> 0 OR sum(stock) <> 0 OR sum(price_cents) <> 0 ORDER BY category
                ON CONFLICT (category, part) DO UPDATE
                SET products = total.products + excluded.products, stock = total.stock + excluded.stock, price_cents = total.price_cents + excluded.price_cents;
                """;
            migrationBuilder.Sql($"""
                CREATE FUNCTION keep_category_totals() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    CASE TG_OP
                        WHEN 'INSERT' THEN {Sum(Added)}
                        WHEN 'DELETE' THEN {Sum(Removed)}
                        WHEN 'UPDATE' THEN {Sum($"{Added} UNION ALL {Removed}")}
                        WHEN 'TRUNCATE' THEN DELETE FROM category_totals;
                    END CASE;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER products_inserted AFTER INSERT ON products
                    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_category_totals();
                CREATE TRIGGER products_updated AFTER UPDATE ON products
                    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_category_totals();
                CREATE TRIGGER products_deleted AFTER DELETE ON products
                    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION keep_category_totals();
                CREATE TRIGGER products_truncated AFTER TRUNCATE ON products FOR EACH STATEMENT EXECUTE FUNCTION keep_category_totals();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET random_page_cost', current_database()); END $$;");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "category_totals");

            migrationBuilder.DropTable(
                name: "products");

            migrationBuilder.Sql("DROP FUNCTION keep_category_totals();");

            migrationBuilder.DropTable(
                name: "result_chunks");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "tasks");

            migrationBuilder.DropSequence(
                name: "task_turn_bulk");

            migrationBuilder.DropSequence(
                name: "task_turn_quick");
        }
    }
}
