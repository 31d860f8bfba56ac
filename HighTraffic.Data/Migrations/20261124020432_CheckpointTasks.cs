using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HighTraffic.Data.Migrations
{
    /// <inheritdoc />
    public partial class CheckpointTasks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_owed",
                table: "tasks");

            migrationBuilder.AddColumn<int>(
                name: "attempts_before",
                table: "tasks",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "checkpoint",
                table: "tasks",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_finished_at",
                table: "tasks",
                column: "finished_at",
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_owed",
                table: "tasks",
                column: "not_before",
                filter: "status IN ('queued', 'running') OR (status = 'failed' AND published_at IS NULL)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_finished_at",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_owed",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "attempts_before",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "checkpoint",
                table: "tasks");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_owed",
                table: "tasks",
                column: "not_before",
                filter: "status IN ('queued', 'running')");
        }
    }
}
