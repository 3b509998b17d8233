using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KeepaliveConsole.Data.Migrations
{
    /// <inheritdoc />
    public partial class Balancing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Alert",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FlapHalfLife",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FlapLongestSuppression",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "FlapReuseBelow",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "FlapSuppressAbove",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "GroupName",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "HasNotify",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Hashed",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "KeepAllWhenNoneLeft",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "NotifyDown",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "NotifyDownOnStop",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "NotifyUp",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NotifyUser",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "OnePacket",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "PassiveEvidence",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "PersistenceEngine",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PersistenceGranularity",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SchedulerFlags",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "SlowStart",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SorryServerForwardingMethod",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "SorryServerInhibit",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "SorryServerTunnelChecksum",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SorryServerTunnelKind",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SorryServerTunnelPort",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "SuspendWhileNotOwner",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "TunnelChecksum",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TunnelKind",
                table: "VirtualServices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TunnelPort",
                table: "VirtualServices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AdminOwner",
                table: "RealServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AdminReason",
                table: "RealServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AdminUntil",
                table: "RealServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Alert",
                table: "RealServers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "HasNotify",
                table: "RealServers",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "LowerThreshold",
                table: "RealServers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "NotifyDown",
                table: "RealServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NotifyUp",
                table: "RealServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NotifyUser",
                table: "RealServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TunnelChecksum",
                table: "RealServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TunnelKind",
                table: "RealServers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TunnelPort",
                table: "RealServers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UpperThreshold",
                table: "RealServers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "BalancerFlushOnStart",
                table: "Nodes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BalancerOnStop",
                table: "Nodes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BalancerTcpFinTimeout",
                table: "Nodes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BalancerTcpTimeout",
                table: "Nodes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BalancerUdpTimeout",
                table: "Nodes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SyncDaemonGroup",
                table: "Nodes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SyncDaemonInstance",
                table: "Nodes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SyncDaemonInterface",
                table: "Nodes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SyncDaemonMaximumLength",
                table: "Nodes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SyncDaemonPort",
                table: "Nodes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SyncDaemonSyncId",
                table: "Nodes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "SyncDaemonTimeToLive",
                table: "Nodes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "JsonPath",
                table: "HttpUrls",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "JsonValue",
                table: "HttpUrls",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PatternExpression",
                table: "HttpUrls",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PatternMaximumOffset",
                table: "HttpUrls",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PatternMinimumOffset",
                table: "HttpUrls",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "PatternMustNotMatch",
                table: "HttpUrls",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "AgentSend",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BindAddress",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BindInterface",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "BindPort",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DnsName",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DnsType",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FastInterval",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "FastRecovery",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<uint>(
                name: "FirewallMark",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "HttpProtocol",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "InitiallyDown",
                table: "Checks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "LogAllFailures",
                table: "Checks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "ResponseTimeLimit",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Rise",
                table: "Checks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "ScriptCommand",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "ScriptDynamic",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ScriptTimeout",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ScriptUser",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SmtpHeloName",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TlsCertificateFile",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TlsCertificateWarning",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TlsKeyFile",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "TlsSendCloseNotify",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "TlsSendServerName",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TlsServerName",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "TlsVerifyCertificate",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TrackFile",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "TrackFileReverse",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TrackFileWeight",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "UdpMaximumReplyLength",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "UdpMinimumReplyLength",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UdpPayload",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UdpReply",
                table: "Checks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "UdpRequireReply",
                table: "Checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "PatternOptions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    HttpUrlId = table.Column<long>(type: "INTEGER", nullable: false),
                    Option = table.Column<string>(type: "TEXT", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PatternOptions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PatternOptions_HttpUrls_HttpUrlId",
                        column: x => x.HttpUrlId,
                        principalTable: "HttpUrls",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ServiceNotifyFifos",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    NodeId = table.Column<long>(type: "INTEGER", nullable: false),
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Script = table.Column<string>(type: "TEXT", nullable: true),
                    User = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServiceNotifyFifos", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ServiceNotifyFifos_Nodes_NodeId",
                        column: x => x.NodeId,
                        principalTable: "Nodes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ServiceRanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    VirtualServiceId = table.Column<long>(type: "INTEGER", nullable: false),
                    Address = table.Column<string>(type: "TEXT", nullable: true),
                    LastAddress = table.Column<string>(type: "TEXT", nullable: true),
                    Port = table.Column<int>(type: "INTEGER", nullable: false),
                    LastPort = table.Column<int>(type: "INTEGER", nullable: true),
                    FirewallMark = table.Column<uint>(type: "INTEGER", nullable: true),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServiceRanges", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ServiceRanges_VirtualServices_VirtualServiceId",
                        column: x => x.VirtualServiceId,
                        principalTable: "VirtualServices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PatternOptions_HttpUrlId_Ordinal",
                table: "PatternOptions",
                columns: new[] { "HttpUrlId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ServiceNotifyFifos_NodeId_Ordinal",
                table: "ServiceNotifyFifos",
                columns: new[] { "NodeId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRanges_VirtualServiceId_Ordinal",
                table: "ServiceRanges",
                columns: new[] { "VirtualServiceId", "Ordinal" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PatternOptions");

            migrationBuilder.DropTable(
                name: "ServiceNotifyFifos");

            migrationBuilder.DropTable(
                name: "ServiceRanges");

            migrationBuilder.DropColumn(
                name: "Alert",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "FlapHalfLife",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "FlapLongestSuppression",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "FlapReuseBelow",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "FlapSuppressAbove",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "GroupName",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "HasNotify",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "Hashed",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "KeepAllWhenNoneLeft",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "NotifyDown",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "NotifyDownOnStop",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "NotifyUp",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "NotifyUser",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "OnePacket",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "PassiveEvidence",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "PersistenceEngine",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "PersistenceGranularity",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "SchedulerFlags",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "SlowStart",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "SorryServerForwardingMethod",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "SorryServerInhibit",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "SorryServerTunnelChecksum",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "SorryServerTunnelKind",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "SorryServerTunnelPort",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "SuspendWhileNotOwner",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "TunnelChecksum",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "TunnelKind",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "TunnelPort",
                table: "VirtualServices");

            migrationBuilder.DropColumn(
                name: "AdminOwner",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "AdminReason",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "AdminUntil",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "Alert",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "HasNotify",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "LowerThreshold",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "NotifyDown",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "NotifyUp",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "NotifyUser",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "TunnelChecksum",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "TunnelKind",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "TunnelPort",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "UpperThreshold",
                table: "RealServers");

            migrationBuilder.DropColumn(
                name: "BalancerFlushOnStart",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "BalancerOnStop",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "BalancerTcpFinTimeout",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "BalancerTcpTimeout",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "BalancerUdpTimeout",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "SyncDaemonGroup",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "SyncDaemonInstance",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "SyncDaemonInterface",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "SyncDaemonMaximumLength",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "SyncDaemonPort",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "SyncDaemonSyncId",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "SyncDaemonTimeToLive",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "JsonPath",
                table: "HttpUrls");

            migrationBuilder.DropColumn(
                name: "JsonValue",
                table: "HttpUrls");

            migrationBuilder.DropColumn(
                name: "PatternExpression",
                table: "HttpUrls");

            migrationBuilder.DropColumn(
                name: "PatternMaximumOffset",
                table: "HttpUrls");

            migrationBuilder.DropColumn(
                name: "PatternMinimumOffset",
                table: "HttpUrls");

            migrationBuilder.DropColumn(
                name: "PatternMustNotMatch",
                table: "HttpUrls");

            migrationBuilder.DropColumn(
                name: "AgentSend",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "BindAddress",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "BindInterface",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "BindPort",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "DnsName",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "DnsType",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "FastInterval",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "FastRecovery",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "FirewallMark",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "HttpProtocol",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "InitiallyDown",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "LogAllFailures",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "ResponseTimeLimit",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "Rise",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "ScriptCommand",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "ScriptDynamic",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "ScriptTimeout",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "ScriptUser",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "SmtpHeloName",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TlsCertificateFile",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TlsCertificateWarning",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TlsKeyFile",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TlsSendCloseNotify",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TlsSendServerName",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TlsServerName",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TlsVerifyCertificate",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TrackFile",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TrackFileReverse",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "TrackFileWeight",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "UdpMaximumReplyLength",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "UdpMinimumReplyLength",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "UdpPayload",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "UdpReply",
                table: "Checks");

            migrationBuilder.DropColumn(
                name: "UdpRequireReply",
                table: "Checks");
        }
    }
}
