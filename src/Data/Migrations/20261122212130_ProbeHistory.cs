using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KeepaliveConsole.Data.Migrations
{
    /// <inheritdoc />
    public partial class ProbeHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ProbeSeries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    Service = table.Column<string>(type: "TEXT", nullable: false),
                    Server = table.Column<string>(type: "TEXT", nullable: false),
                    CheckIndex = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProbeSeries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ProbeRollups",
                columns: table => new
                {
                    SeriesId = table.Column<long>(type: "INTEGER", nullable: false),
                    Seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Passed = table.Column<int>(type: "INTEGER", nullable: false),
                    Refused = table.Column<int>(type: "INTEGER", nullable: false),
                    TimedOut = table.Column<int>(type: "INTEGER", nullable: false),
                    WholeSum = table.Column<long>(type: "INTEGER", nullable: false),
                    WholeShortest = table.Column<long>(type: "INTEGER", nullable: false),
                    WholeLongest = table.Column<long>(type: "INTEGER", nullable: false),
                    ConnectCount = table.Column<int>(type: "INTEGER", nullable: false),
                    ConnectSum = table.Column<long>(type: "INTEGER", nullable: false),
                    ConnectLongest = table.Column<long>(type: "INTEGER", nullable: false),
                    TlsCount = table.Column<int>(type: "INTEGER", nullable: false),
                    TlsSum = table.Column<long>(type: "INTEGER", nullable: false),
                    TlsLongest = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstByteCount = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstByteSum = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstByteLongest = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProbeRollups", x => new { x.SeriesId, x.Seconds, x.At });
                    table.ForeignKey(
                        name: "FK_ProbeRollups_ProbeSeries_SeriesId",
                        column: x => x.SeriesId,
                        principalTable: "ProbeSeries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ProbeRollups_Seconds_At",
                table: "ProbeRollups",
                columns: new[] { "Seconds", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ProbeSeries_Server_Service_Node_CheckIndex",
                table: "ProbeSeries",
                columns: new[] { "Server", "Service", "Node", "CheckIndex" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ProbeRollups");

            migrationBuilder.DropTable(
                name: "ProbeSeries");
        }
    }
}
