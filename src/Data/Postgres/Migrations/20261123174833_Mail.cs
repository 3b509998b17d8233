using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace KeepaliveConsole.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Mail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Alert",
                table: "VrrpParticipants",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Alert",
                table: "SyncGroups",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "InitialServerNotices",
                table: "Nodes",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "MailFaults",
                table: "Nodes",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "MailSender",
                table: "Nodes",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<bool>(
                name: "MailInstances",
                table: "Nodes",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "MailPassword",
                table: "Nodes",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "MailPort",
                table: "Nodes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "MailServer",
                table: "Nodes",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<bool>(
                name: "MailServers",
                table: "Nodes",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "MailTimeout",
                table: "Nodes",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "MailTls",
                table: "Nodes",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "MailUser",
                table: "Nodes",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "MailRecipients",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    NodeId = table.Column<long>(type: "bigint", nullable: false),
                    Address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailRecipients", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MailRecipients_Nodes_NodeId",
                        column: x => x.NodeId,
                        principalTable: "Nodes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_MailRecipients_NodeId_Ordinal",
                table: "MailRecipients",
                columns: new[] { "NodeId", "Ordinal" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MailRecipients");

            migrationBuilder.DropColumn(
                name: "Alert",
                table: "VrrpParticipants");

            migrationBuilder.DropColumn(
                name: "Alert",
                table: "SyncGroups");

            migrationBuilder.DropColumn(
                name: "InitialServerNotices",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailFaults",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailSender",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailInstances",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailPassword",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailPort",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailServer",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailServers",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailTimeout",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailTls",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "MailUser",
                table: "Nodes");
        }
    }
}
