using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MeetingCloud.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OriginPool : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "blob_copies",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    webdav_server_id = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    PartSize = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_blob_copies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "origin_migrations",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    VerifyContent = table.Column<bool>(type: "INTEGER", nullable: false),
                    Plan = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CancelRequested = table.Column<bool>(type: "INTEGER", nullable: false),
                    Error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_origin_migrations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "webdav_servers",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Account = table.Column<string>(type: "TEXT", nullable: false),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: true),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webdav_servers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "origin_migration_items",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MigrationId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    TargetServerId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    SurplusCopyId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    SourceServerId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    MadeCopyId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_origin_migration_items", x => x.Id);
                    table.ForeignKey(
                        name: "FK_origin_migration_items_origin_migrations_MigrationId",
                        column: x => x.MigrationId,
                        principalTable: "origin_migrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_blob_copies_Sha256",
                table: "blob_copies",
                column: "Sha256");

            migrationBuilder.CreateIndex(
                name: "IX_blob_copies_State_UpdatedAt",
                table: "blob_copies",
                columns: new[] { "State", "UpdatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_blob_copies_webdav_server_id_State",
                table: "blob_copies",
                columns: new[] { "webdav_server_id", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_origin_migration_items_MigrationId_State",
                table: "origin_migration_items",
                columns: new[] { "MigrationId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_origin_migrations_CreatedAt",
                table: "origin_migrations",
                column: "CreatedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "blob_copies");

            migrationBuilder.DropTable(
                name: "origin_migration_items");

            migrationBuilder.DropTable(
                name: "webdav_servers");

            migrationBuilder.DropTable(
                name: "origin_migrations");
        }
    }
}
