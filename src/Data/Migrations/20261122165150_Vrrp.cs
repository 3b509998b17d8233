using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KeepaliveConsole.Data.Migrations
{
    /// <inheritdoc />
    public partial class Vrrp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "NotifyMaster",
                table: "VrrpParticipants",
                newName: "VirtualMacName");

            migrationBuilder.RenameColumn(
                name: "Delay",
                table: "TrackProcesses",
                newName: "TerminateDelay");

            migrationBuilder.AddColumn<bool>(
                name: "CheckUnicastSource",
                table: "VrrpParticipants",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Released",
                table: "VrrpParticipants",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "TrackInterface",
                table: "VrrpParticipants",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "TrackSourceAddress",
                table: "VrrpParticipants",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "UnicastTimeToLive",
                table: "VrrpParticipants",
                type: "INTEGER",
                nullable: false,
                defaultValue: 255);

            migrationBuilder.AddColumn<string>(
                name: "VirtualMacHardwareAddress",
                table: "VrrpParticipants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "VirtualMacTransmitOnBase",
                table: "VrrpParticipants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Accept",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<long>(
                name: "AnnouncementArpInterval",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "AnnouncementLowerPriorityDelay",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "AnnouncementLowerPriorityRepeat",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AnnouncementNeighbourInterval",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "AnnouncementRefreshInterval",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "AnnouncementRefreshRepeat",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<bool>(
                name: "ChecksumAsV2",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "HigherPrioritySendAdvertisement",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "LowerPriorityNoAdvertisement",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "MulticastGroup",
                table: "VrrpInstances",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "OwnerIgnoresAdvertisements",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "PromoteSecondaries",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Strict",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "TimerExpiredBackup",
                table: "VrrpInstances",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Broadcast",
                table: "VirtualAddresses",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "NoTrack",
                table: "VirtualAddresses",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Scope",
                table: "VirtualAddresses",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MaximumTimeToLive",
                table: "UnicastPeers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MinimumTimeToLive",
                table: "UnicastPeers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Reverse",
                table: "Tracks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "InitiallyFailing",
                table: "TrackScripts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Reverse",
                table: "TrackScripts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "User",
                table: "TrackScripts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ForkDelay",
                table: "TrackProcesses",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "FullCommand",
                table: "TrackProcesses",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "MaximumQuorum",
                table: "TrackProcesses",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ParameterMatch",
                table: "TrackProcesses",
                type: "TEXT",
                nullable: false,
                defaultValue: "Ignore");

            migrationBuilder.AddColumn<bool>(
                name: "Reverse",
                table: "TrackProcesses",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "TrackingWeight",
                table: "SyncGroups",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "StartupDelay",
                table: "Nodes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "HeartbeatLines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    VrrpParticipantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Interface = table.Column<string>(type: "TEXT", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HeartbeatLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_HeartbeatLines_VrrpParticipants_VrrpParticipantId",
                        column: x => x.VrrpParticipantId,
                        principalTable: "VrrpParticipants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "NotifyFifos",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    NodeId = table.Column<long>(type: "INTEGER", nullable: false),
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Script = table.Column<string>(type: "TEXT", nullable: true),
                    User = table.Column<string>(type: "TEXT", nullable: true),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NotifyFifos", x => x.Id);
                    table.ForeignKey(
                        name: "FK_NotifyFifos_Nodes_NodeId",
                        column: x => x.NodeId,
                        principalTable: "Nodes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ParticipantNotify",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    VrrpParticipantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    Master = table.Column<string>(type: "TEXT", nullable: true),
                    Backup = table.Column<string>(type: "TEXT", nullable: true),
                    Fault = table.Column<string>(type: "TEXT", nullable: true),
                    Stop = table.Column<string>(type: "TEXT", nullable: true),
                    Deleted = table.Column<string>(type: "TEXT", nullable: true),
                    Any = table.Column<string>(type: "TEXT", nullable: true),
                    MasterHearsLower = table.Column<string>(type: "TEXT", nullable: true),
                    User = table.Column<string>(type: "TEXT", nullable: true),
                    Timeout = table.Column<long>(type: "INTEGER", nullable: false),
                    PriorityChanges = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ParticipantNotify", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ParticipantNotify_VrrpParticipants_VrrpParticipantId",
                        column: x => x.VrrpParticipantId,
                        principalTable: "VrrpParticipants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ProcessParameters",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    TrackProcessId = table.Column<long>(type: "INTEGER", nullable: false),
                    Parameter = table.Column<string>(type: "TEXT", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProcessParameters", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ProcessParameters_TrackProcesses_TrackProcessId",
                        column: x => x.TrackProcessId,
                        principalTable: "TrackProcesses",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SyncGroupNotify",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SyncGroupId = table.Column<long>(type: "INTEGER", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    Master = table.Column<string>(type: "TEXT", nullable: true),
                    Backup = table.Column<string>(type: "TEXT", nullable: true),
                    Fault = table.Column<string>(type: "TEXT", nullable: true),
                    Stop = table.Column<string>(type: "TEXT", nullable: true),
                    Deleted = table.Column<string>(type: "TEXT", nullable: true),
                    Any = table.Column<string>(type: "TEXT", nullable: true),
                    MasterHearsLower = table.Column<string>(type: "TEXT", nullable: true),
                    User = table.Column<string>(type: "TEXT", nullable: true),
                    Timeout = table.Column<long>(type: "INTEGER", nullable: false),
                    PriorityChanges = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SyncGroupNotify", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SyncGroupNotify_SyncGroups_SyncGroupId",
                        column: x => x.SyncGroupId,
                        principalTable: "SyncGroups",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SyncGroupTracks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SyncGroupId = table.Column<long>(type: "INTEGER", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Target = table.Column<string>(type: "TEXT", nullable: false),
                    Weight = table.Column<int>(type: "INTEGER", nullable: true),
                    Reverse = table.Column<bool>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SyncGroupTracks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SyncGroupTracks_SyncGroups_SyncGroupId",
                        column: x => x.SyncGroupId,
                        principalTable: "SyncGroups",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrackFiles",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Weight = table.Column<int>(type: "INTEGER", nullable: false),
                    Reverse = table.Column<bool>(type: "INTEGER", nullable: false),
                    InitialValue = table.Column<int>(type: "INTEGER", nullable: true),
                    OverwriteInitialValue = table.Column<bool>(type: "INTEGER", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrackFiles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "VirtualRoutes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    VrrpInstanceId = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Destination = table.Column<string>(type: "TEXT", nullable: true),
                    PrefixLength = table.Column<int>(type: "INTEGER", nullable: false),
                    Gateway = table.Column<string>(type: "TEXT", nullable: true),
                    Interface = table.Column<string>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", nullable: true),
                    Table = table.Column<long>(type: "INTEGER", nullable: true),
                    Metric = table.Column<long>(type: "INTEGER", nullable: true),
                    Scope = table.Column<string>(type: "TEXT", nullable: true),
                    Mtu = table.Column<int>(type: "INTEGER", nullable: true),
                    OnLink = table.Column<bool>(type: "INTEGER", nullable: false),
                    NoTrack = table.Column<bool>(type: "INTEGER", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VirtualRoutes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VirtualRoutes_VrrpInstances_VrrpInstanceId",
                        column: x => x.VrrpInstanceId,
                        principalTable: "VrrpInstances",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "VirtualRules",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    VrrpInstanceId = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<string>(type: "TEXT", nullable: true),
                    FromPrefixLength = table.Column<int>(type: "INTEGER", nullable: false),
                    To = table.Column<string>(type: "TEXT", nullable: true),
                    ToPrefixLength = table.Column<int>(type: "INTEGER", nullable: false),
                    IsIPv6 = table.Column<bool>(type: "INTEGER", nullable: false),
                    Table = table.Column<long>(type: "INTEGER", nullable: false),
                    Priority = table.Column<long>(type: "INTEGER", nullable: true),
                    Mark = table.Column<long>(type: "INTEGER", nullable: true),
                    IncomingInterface = table.Column<string>(type: "TEXT", nullable: true),
                    OutgoingInterface = table.Column<string>(type: "TEXT", nullable: true),
                    NoTrack = table.Column<bool>(type: "INTEGER", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VirtualRules", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VirtualRules_VrrpInstances_VrrpInstanceId",
                        column: x => x.VrrpInstanceId,
                        principalTable: "VrrpInstances",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            // The one program of before moves to its table. Its column is renamed rather than dropped: SQLite would have to build the whole table anew.
            migrationBuilder.Sql("""
                INSERT INTO "ParticipantNotify" ("VrrpParticipantId", "Ordinal", "Master", "Timeout", "PriorityChanges")
                SELECT "Id", 0, "VirtualMacName", 300000000, 0 FROM "VrrpParticipants" WHERE "VirtualMacName" IS NOT NULL;
                UPDATE "VrrpParticipants" SET "VirtualMacName" = NULL;
                """);

            // One delay was both.
            migrationBuilder.Sql("""UPDATE "TrackProcesses" SET "ForkDelay" = "TerminateDelay";""");

            migrationBuilder.CreateIndex(
                name: "IX_HeartbeatLines_VrrpParticipantId_Ordinal",
                table: "HeartbeatLines",
                columns: new[] { "VrrpParticipantId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_NotifyFifos_NodeId_Ordinal",
                table: "NotifyFifos",
                columns: new[] { "NodeId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ParticipantNotify_VrrpParticipantId_Ordinal",
                table: "ParticipantNotify",
                columns: new[] { "VrrpParticipantId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProcessParameters_TrackProcessId_Ordinal",
                table: "ProcessParameters",
                columns: new[] { "TrackProcessId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SyncGroupNotify_SyncGroupId_Ordinal",
                table: "SyncGroupNotify",
                columns: new[] { "SyncGroupId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SyncGroupTracks_SyncGroupId_Ordinal",
                table: "SyncGroupTracks",
                columns: new[] { "SyncGroupId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrackFiles_Ordinal",
                table: "TrackFiles",
                column: "Ordinal",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_VirtualRoutes_VrrpInstanceId_Ordinal",
                table: "VirtualRoutes",
                columns: new[] { "VrrpInstanceId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_VirtualRules_VrrpInstanceId_Ordinal",
                table: "VirtualRules",
                columns: new[] { "VrrpInstanceId", "Ordinal" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                UPDATE "VrrpParticipants" SET "VirtualMacName" = (SELECT "Master" FROM "ParticipantNotify" WHERE "VrrpParticipantId" = "VrrpParticipants"."Id");
                """);

            migrationBuilder.DropTable(
                name: "HeartbeatLines");

            migrationBuilder.DropTable(
                name: "NotifyFifos");

            migrationBuilder.DropTable(
                name: "ParticipantNotify");

            migrationBuilder.DropTable(
                name: "ProcessParameters");

            migrationBuilder.DropTable(
                name: "SyncGroupNotify");

            migrationBuilder.DropTable(
                name: "SyncGroupTracks");

            migrationBuilder.DropTable(
                name: "TrackFiles");

            migrationBuilder.DropTable(
                name: "VirtualRoutes");

            migrationBuilder.DropTable(
                name: "VirtualRules");

            migrationBuilder.DropColumn(
                name: "CheckUnicastSource",
                table: "VrrpParticipants");

            migrationBuilder.DropColumn(
                name: "Released",
                table: "VrrpParticipants");

            migrationBuilder.DropColumn(
                name: "TrackInterface",
                table: "VrrpParticipants");

            migrationBuilder.DropColumn(
                name: "TrackSourceAddress",
                table: "VrrpParticipants");

            migrationBuilder.DropColumn(
                name: "UnicastTimeToLive",
                table: "VrrpParticipants");

            migrationBuilder.DropColumn(
                name: "VirtualMacHardwareAddress",
                table: "VrrpParticipants");

            migrationBuilder.DropColumn(
                name: "VirtualMacTransmitOnBase",
                table: "VrrpParticipants");

            migrationBuilder.DropColumn(
                name: "Accept",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "AnnouncementArpInterval",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "AnnouncementLowerPriorityDelay",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "AnnouncementLowerPriorityRepeat",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "AnnouncementNeighbourInterval",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "AnnouncementRefreshInterval",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "AnnouncementRefreshRepeat",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "ChecksumAsV2",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "HigherPrioritySendAdvertisement",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "LowerPriorityNoAdvertisement",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "MulticastGroup",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "OwnerIgnoresAdvertisements",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "PromoteSecondaries",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "Strict",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "TimerExpiredBackup",
                table: "VrrpInstances");

            migrationBuilder.DropColumn(
                name: "Broadcast",
                table: "VirtualAddresses");

            migrationBuilder.DropColumn(
                name: "NoTrack",
                table: "VirtualAddresses");

            migrationBuilder.DropColumn(
                name: "Scope",
                table: "VirtualAddresses");

            migrationBuilder.DropColumn(
                name: "MaximumTimeToLive",
                table: "UnicastPeers");

            migrationBuilder.DropColumn(
                name: "MinimumTimeToLive",
                table: "UnicastPeers");

            migrationBuilder.DropColumn(
                name: "Reverse",
                table: "Tracks");

            migrationBuilder.DropColumn(
                name: "InitiallyFailing",
                table: "TrackScripts");

            migrationBuilder.DropColumn(
                name: "Reverse",
                table: "TrackScripts");

            migrationBuilder.DropColumn(
                name: "User",
                table: "TrackScripts");

            migrationBuilder.DropColumn(
                name: "ForkDelay",
                table: "TrackProcesses");

            migrationBuilder.DropColumn(
                name: "FullCommand",
                table: "TrackProcesses");

            migrationBuilder.DropColumn(
                name: "MaximumQuorum",
                table: "TrackProcesses");

            migrationBuilder.DropColumn(
                name: "ParameterMatch",
                table: "TrackProcesses");

            migrationBuilder.DropColumn(
                name: "Reverse",
                table: "TrackProcesses");

            migrationBuilder.DropColumn(
                name: "TrackingWeight",
                table: "SyncGroups");

            migrationBuilder.DropColumn(
                name: "StartupDelay",
                table: "Nodes");

            migrationBuilder.RenameColumn(
                name: "VirtualMacName",
                table: "VrrpParticipants",
                newName: "NotifyMaster");

            migrationBuilder.RenameColumn(
                name: "TerminateDelay",
                table: "TrackProcesses",
                newName: "Delay");
        }
    }
}
