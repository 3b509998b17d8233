using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace KeepaliveConsole.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Trust : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ApiTokens",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Role = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SecretHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LastUsedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RevokedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiTokens", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AspNetRoles",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    NormalizedName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetRoles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUsers",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DisplayName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LastSignInAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    UserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    NormalizedUserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    NormalizedEmail = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    EmailConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    PasswordHash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SecurityStamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PhoneNumber = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    PhoneNumberConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    LockoutEnd = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUsers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AuditCheckpoint",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    LastId = table.Column<long>(type: "bigint", nullable: false),
                    LastHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Removed = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditCheckpoint", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AuditRows",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ActorKind = table.Column<string>(type: "text", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Object = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    After = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Revision = table.Column<long>(type: "bigint", nullable: true),
                    Succeeded = table.Column<bool>(type: "boolean", nullable: false),
                    CorrelationId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PreviousHash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SearchText = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditRows", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CommitWindow",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    BackTo = table.Column<long>(type: "bigint", nullable: false),
                    OpenedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndsAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ActorKind = table.Column<string>(type: "text", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Comment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Guards = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommitWindow", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Events",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Node = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Events", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "IdempotencyKeys",
                columns: table => new
                {
                    KeyHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    RequestHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    ETag = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ContentType = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotencyKeys", x => x.KeyHash);
                });

            migrationBuilder.CreateTable(
                name: "Nodes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    RouterId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ScriptUser = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ScriptSecurity = table.Column<bool>(type: "boolean", nullable: false),
                    StartupDelay = table.Column<long>(type: "bigint", nullable: false),
                    BalancerFlushOnStart = table.Column<bool>(type: "boolean", nullable: true),
                    BalancerTcpTimeout = table.Column<long>(type: "bigint", nullable: true),
                    BalancerTcpFinTimeout = table.Column<long>(type: "bigint", nullable: true),
                    BalancerUdpTimeout = table.Column<long>(type: "bigint", nullable: true),
                    BalancerOnStop = table.Column<string>(type: "text", nullable: true),
                    SyncDaemonInterface = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SyncDaemonInstance = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SyncDaemonSyncId = table.Column<int>(type: "integer", nullable: false),
                    SyncDaemonMaximumLength = table.Column<int>(type: "integer", nullable: true),
                    SyncDaemonPort = table.Column<int>(type: "integer", nullable: true),
                    SyncDaemonTimeToLive = table.Column<int>(type: "integer", nullable: true),
                    SyncDaemonGroup = table.Column<string>(type: "character varying(45)", nullable: true),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Nodes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ProbeSeries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Node = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Service = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Server = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CheckIndex = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProbeSeries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Revisions",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Comment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Revisions", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "SetupState",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    TokenHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IssuedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UsedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    IsReset = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SetupState", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SyncGroups",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    TrackingWeight = table.Column<bool>(type: "boolean", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SyncGroups", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TrackFiles",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Weight = table.Column<int>(type: "integer", nullable: false),
                    Reverse = table.Column<bool>(type: "boolean", nullable: false),
                    InitialValue = table.Column<int>(type: "integer", nullable: true),
                    OverwriteInitialValue = table.Column<bool>(type: "boolean", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrackFiles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TrackProcesses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Process = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Weight = table.Column<int>(type: "integer", nullable: false),
                    Quorum = table.Column<int>(type: "integer", nullable: false),
                    MaximumQuorum = table.Column<int>(type: "integer", nullable: true),
                    ForkDelay = table.Column<long>(type: "bigint", nullable: false),
                    TerminateDelay = table.Column<long>(type: "bigint", nullable: false),
                    Reverse = table.Column<bool>(type: "boolean", nullable: false),
                    FullCommand = table.Column<bool>(type: "boolean", nullable: false),
                    ParameterMatch = table.Column<string>(type: "text", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrackProcesses", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TrackScripts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Command = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Interval = table.Column<long>(type: "bigint", nullable: false),
                    Timeout = table.Column<long>(type: "bigint", nullable: true),
                    Weight = table.Column<int>(type: "integer", nullable: false),
                    Rise = table.Column<int>(type: "integer", nullable: false),
                    Fall = table.Column<int>(type: "integer", nullable: false),
                    Reverse = table.Column<bool>(type: "boolean", nullable: false),
                    User = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    InitiallyFailing = table.Column<bool>(type: "boolean", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrackScripts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Transitions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Node = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Instance = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    From = table.Column<string>(type: "text", nullable: false),
                    To = table.Column<string>(type: "text", nullable: false),
                    Cause = table.Column<string>(type: "text", nullable: false),
                    Sentence = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SentenceZh = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    OwnPriority = table.Column<int>(type: "integer", nullable: false),
                    PeerAddress = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PeerPriority = table.Column<int>(type: "integer", nullable: true),
                    SilentFor = table.Column<long>(type: "bigint", nullable: true),
                    Detail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Transitions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "VirtualServices",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Address = table.Column<string>(type: "character varying(45)", nullable: true),
                    Port = table.Column<int>(type: "integer", nullable: false),
                    Protocol = table.Column<string>(type: "text", nullable: false),
                    FirewallMark = table.Column<long>(type: "bigint", nullable: true),
                    Scheduler = table.Column<string>(type: "text", nullable: false),
                    ForwardingMethod = table.Column<string>(type: "text", nullable: false),
                    PersistenceTimeout = table.Column<long>(type: "bigint", nullable: true),
                    Quorum = table.Column<int>(type: "integer", nullable: false),
                    Hysteresis = table.Column<int>(type: "integer", nullable: false),
                    GroupName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TunnelKind = table.Column<string>(type: "text", nullable: true),
                    TunnelPort = table.Column<int>(type: "integer", nullable: true),
                    TunnelChecksum = table.Column<string>(type: "text", nullable: true),
                    SchedulerFlags = table.Column<int>(type: "integer", nullable: false),
                    OnePacket = table.Column<bool>(type: "boolean", nullable: false),
                    Hashed = table.Column<bool>(type: "boolean", nullable: false),
                    PersistenceGranularity = table.Column<int>(type: "integer", nullable: true),
                    PersistenceEngine = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NotifyDownOnStop = table.Column<bool>(type: "boolean", nullable: false),
                    SuspendWhileNotOwner = table.Column<bool>(type: "boolean", nullable: false),
                    KeepAllWhenNoneLeft = table.Column<bool>(type: "boolean", nullable: false),
                    SlowStart = table.Column<long>(type: "bigint", nullable: true),
                    FlapHalfLife = table.Column<long>(type: "bigint", nullable: true),
                    FlapSuppressAbove = table.Column<int>(type: "integer", nullable: false),
                    FlapReuseBelow = table.Column<int>(type: "integer", nullable: false),
                    FlapLongestSuppression = table.Column<long>(type: "bigint", nullable: false),
                    PassiveEvidence = table.Column<bool>(type: "boolean", nullable: false),
                    HasNotify = table.Column<bool>(type: "boolean", nullable: false),
                    NotifyUp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NotifyDown = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NotifyUser = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Alert = table.Column<bool>(type: "boolean", nullable: true),
                    SorryServerAddress = table.Column<string>(type: "character varying(45)", nullable: true),
                    SorryServerPort = table.Column<int>(type: "integer", nullable: false),
                    SorryServerForwardingMethod = table.Column<string>(type: "text", nullable: true),
                    SorryServerTunnelKind = table.Column<string>(type: "text", nullable: true),
                    SorryServerTunnelPort = table.Column<int>(type: "integer", nullable: true),
                    SorryServerTunnelChecksum = table.Column<string>(type: "text", nullable: true),
                    SorryServerInhibit = table.Column<bool>(type: "boolean", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VirtualServices", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "VrrpInstances",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    VirtualRouterId = table.Column<byte>(type: "smallint", nullable: false),
                    Version = table.Column<string>(type: "text", nullable: false),
                    AdvertisementIntervalCentiseconds = table.Column<int>(type: "integer", nullable: false),
                    Preempt = table.Column<bool>(type: "boolean", nullable: false),
                    PreemptDelay = table.Column<long>(type: "bigint", nullable: false),
                    DownTimerAdverts = table.Column<int>(type: "integer", nullable: false),
                    AuthenticationType = table.Column<string>(type: "text", nullable: true),
                    AuthenticationPassword = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AnnouncementRepeat = table.Column<int>(type: "integer", nullable: false),
                    AnnouncementSecondBurstDelay = table.Column<long>(type: "bigint", nullable: false),
                    AnnouncementRefreshInterval = table.Column<long>(type: "bigint", nullable: false),
                    AnnouncementRefreshRepeat = table.Column<int>(type: "integer", nullable: false),
                    AnnouncementLowerPriorityRepeat = table.Column<int>(type: "integer", nullable: true),
                    AnnouncementLowerPriorityDelay = table.Column<long>(type: "bigint", nullable: true),
                    AnnouncementArpInterval = table.Column<long>(type: "bigint", nullable: false),
                    AnnouncementNeighbourInterval = table.Column<long>(type: "bigint", nullable: false),
                    UseLease = table.Column<bool>(type: "boolean", nullable: false),
                    Accept = table.Column<bool>(type: "boolean", nullable: false),
                    Strict = table.Column<bool>(type: "boolean", nullable: false),
                    ChecksumAsV2 = table.Column<bool>(type: "boolean", nullable: false),
                    MulticastGroup = table.Column<string>(type: "character varying(45)", nullable: true),
                    PromoteSecondaries = table.Column<bool>(type: "boolean", nullable: false),
                    HigherPrioritySendAdvertisement = table.Column<bool>(type: "boolean", nullable: false),
                    LowerPriorityNoAdvertisement = table.Column<bool>(type: "boolean", nullable: false),
                    OwnerIgnoresAdvertisements = table.Column<bool>(type: "boolean", nullable: false),
                    TimerExpiredBackup = table.Column<int>(type: "integer", nullable: true),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VrrpInstances", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AspNetRoleClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    RoleId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ClaimType = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ClaimValue = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetRoleClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AspNetRoleClaims_AspNetRoles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "AspNetRoles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    UserId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ClaimType = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ClaimValue = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AspNetUserClaims_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserLogins",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    ProviderKey = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    ProviderDisplayName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    UserId = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserLogins", x => new { x.LoginProvider, x.ProviderKey });
                    table.ForeignKey(
                        name: "FK_AspNetUserLogins_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserRoles",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    RoleId = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserRoles", x => new { x.UserId, x.RoleId });
                    table.ForeignKey(
                        name: "FK_AspNetUserRoles_AspNetRoles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "AspNetRoles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_AspNetUserRoles_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserTokens",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    LoginProvider = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    Value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserTokens", x => new { x.UserId, x.LoginProvider, x.Name });
                    table.ForeignKey(
                        name: "FK_AspNetUserTokens_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "NotifyFifos",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Ordinal = table.Column<int>(type: "integer", nullable: false),
                    NodeId = table.Column<long>(type: "bigint", nullable: false),
                    Path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Script = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    User = table.Column<string>(type: "text", nullable: true, collation: "C")
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
                name: "ServiceNotifyFifos",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Ordinal = table.Column<int>(type: "integer", nullable: false),
                    NodeId = table.Column<long>(type: "bigint", nullable: false),
                    Path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Script = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    User = table.Column<string>(type: "text", nullable: true, collation: "C")
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
                name: "ProbeRollups",
                columns: table => new
                {
                    SeriesId = table.Column<long>(type: "bigint", nullable: false),
                    Seconds = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    Passed = table.Column<int>(type: "integer", nullable: false),
                    Refused = table.Column<int>(type: "integer", nullable: false),
                    TimedOut = table.Column<int>(type: "integer", nullable: false),
                    WholeSum = table.Column<long>(type: "bigint", nullable: false),
                    WholeShortest = table.Column<long>(type: "bigint", nullable: false),
                    WholeLongest = table.Column<long>(type: "bigint", nullable: false),
                    ConnectCount = table.Column<int>(type: "integer", nullable: false),
                    ConnectSum = table.Column<long>(type: "bigint", nullable: false),
                    ConnectLongest = table.Column<long>(type: "bigint", nullable: false),
                    TlsCount = table.Column<int>(type: "integer", nullable: false),
                    TlsSum = table.Column<long>(type: "bigint", nullable: false),
                    TlsLongest = table.Column<long>(type: "bigint", nullable: false),
                    FirstByteCount = table.Column<int>(type: "integer", nullable: false),
                    FirstByteSum = table.Column<long>(type: "bigint", nullable: false),
                    FirstByteLongest = table.Column<long>(type: "bigint", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "SyncGroupMembers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SyncGroupId = table.Column<long>(type: "bigint", nullable: false),
                    Instance = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SyncGroupMembers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SyncGroupMembers_SyncGroups_SyncGroupId",
                        column: x => x.SyncGroupId,
                        principalTable: "SyncGroups",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SyncGroupNotify",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SyncGroupId = table.Column<long>(type: "bigint", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false),
                    Master = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Backup = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Fault = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Stop = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Deleted = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Any = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    MasterHearsLower = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    User = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Timeout = table.Column<long>(type: "bigint", nullable: false),
                    PriorityChanges = table.Column<bool>(type: "boolean", nullable: false)
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
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SyncGroupId = table.Column<long>(type: "bigint", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Weight = table.Column<int>(type: "integer", nullable: true),
                    Reverse = table.Column<bool>(type: "boolean", nullable: true)
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
                name: "ProcessParameters",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    TrackProcessId = table.Column<long>(type: "bigint", nullable: false),
                    Parameter = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
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
                name: "RealServers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VirtualServiceId = table.Column<long>(type: "bigint", nullable: false),
                    Address = table.Column<string>(type: "character varying(45)", nullable: false),
                    Port = table.Column<int>(type: "integer", nullable: false),
                    Weight = table.Column<int>(type: "integer", nullable: false),
                    ForwardingMethod = table.Column<string>(type: "text", nullable: true),
                    InhibitOnFailure = table.Column<bool>(type: "boolean", nullable: false),
                    Admin = table.Column<string>(type: "text", nullable: false),
                    AdminReason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AdminOwner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AdminUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    TunnelKind = table.Column<string>(type: "text", nullable: true),
                    TunnelPort = table.Column<int>(type: "integer", nullable: true),
                    TunnelChecksum = table.Column<string>(type: "text", nullable: true),
                    UpperThreshold = table.Column<long>(type: "bigint", nullable: false),
                    LowerThreshold = table.Column<long>(type: "bigint", nullable: false),
                    HasNotify = table.Column<bool>(type: "boolean", nullable: false),
                    NotifyUp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NotifyDown = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NotifyUser = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Alert = table.Column<bool>(type: "boolean", nullable: true),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RealServers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RealServers_VirtualServices_VirtualServiceId",
                        column: x => x.VirtualServiceId,
                        principalTable: "VirtualServices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ServiceRanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VirtualServiceId = table.Column<long>(type: "bigint", nullable: false),
                    Address = table.Column<string>(type: "character varying(45)", nullable: true),
                    LastAddress = table.Column<string>(type: "character varying(45)", nullable: true),
                    Port = table.Column<int>(type: "integer", nullable: false),
                    LastPort = table.Column<int>(type: "integer", nullable: true),
                    FirewallMark = table.Column<long>(type: "bigint", nullable: true),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "VirtualAddresses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VrrpInstanceId = table.Column<long>(type: "bigint", nullable: false),
                    Address = table.Column<string>(type: "character varying(45)", nullable: false),
                    PrefixLength = table.Column<int>(type: "integer", nullable: false),
                    Interface = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Label = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Excluded = table.Column<bool>(type: "boolean", nullable: false),
                    Scope = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Broadcast = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NoTrack = table.Column<bool>(type: "boolean", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VirtualAddresses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VirtualAddresses_VrrpInstances_VrrpInstanceId",
                        column: x => x.VrrpInstanceId,
                        principalTable: "VrrpInstances",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "VirtualRoutes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VrrpInstanceId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Destination = table.Column<string>(type: "character varying(45)", nullable: true),
                    PrefixLength = table.Column<int>(type: "integer", nullable: false),
                    Gateway = table.Column<string>(type: "character varying(45)", nullable: true),
                    Interface = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Source = table.Column<string>(type: "character varying(45)", nullable: true),
                    Table = table.Column<long>(type: "bigint", nullable: true),
                    Metric = table.Column<long>(type: "bigint", nullable: true),
                    Scope = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Mtu = table.Column<int>(type: "integer", nullable: true),
                    OnLink = table.Column<bool>(type: "boolean", nullable: false),
                    NoTrack = table.Column<bool>(type: "boolean", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
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
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VrrpInstanceId = table.Column<long>(type: "bigint", nullable: false),
                    From = table.Column<string>(type: "character varying(45)", nullable: true),
                    FromPrefixLength = table.Column<int>(type: "integer", nullable: false),
                    To = table.Column<string>(type: "character varying(45)", nullable: true),
                    ToPrefixLength = table.Column<int>(type: "integer", nullable: false),
                    IsIPv6 = table.Column<bool>(type: "boolean", nullable: false),
                    Table = table.Column<long>(type: "bigint", nullable: false),
                    Priority = table.Column<long>(type: "bigint", nullable: true),
                    Mark = table.Column<long>(type: "bigint", nullable: true),
                    IncomingInterface = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    OutgoingInterface = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NoTrack = table.Column<bool>(type: "boolean", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "VrrpParticipants",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VrrpInstanceId = table.Column<long>(type: "bigint", nullable: false),
                    Node = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Interface = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Priority = table.Column<byte>(type: "smallint", nullable: false),
                    SourceAddress = table.Column<string>(type: "character varying(45)", nullable: true),
                    InitialMaster = table.Column<bool>(type: "boolean", nullable: false),
                    TrackInterface = table.Column<bool>(type: "boolean", nullable: false),
                    TrackSourceAddress = table.Column<bool>(type: "boolean", nullable: false),
                    Released = table.Column<bool>(type: "boolean", nullable: false),
                    UnicastTimeToLive = table.Column<int>(type: "integer", nullable: false),
                    CheckUnicastSource = table.Column<bool>(type: "boolean", nullable: false),
                    VirtualMacTransmitOnBase = table.Column<bool>(type: "boolean", nullable: true),
                    VirtualMacName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    VirtualMacHardwareAddress = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VrrpParticipants", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VrrpParticipants_VrrpInstances_VrrpInstanceId",
                        column: x => x.VrrpInstanceId,
                        principalTable: "VrrpInstances",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Checks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    RealServerId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    ConnectAddress = table.Column<string>(type: "character varying(45)", nullable: true),
                    ConnectPort = table.Column<int>(type: "integer", nullable: true),
                    ConnectTimeout = table.Column<long>(type: "bigint", nullable: false),
                    Retries = table.Column<int>(type: "integer", nullable: false),
                    RetryDelay = table.Column<long>(type: "bigint", nullable: false),
                    Interval = table.Column<long>(type: "bigint", nullable: false),
                    Warmup = table.Column<long>(type: "bigint", nullable: true),
                    Rise = table.Column<int>(type: "integer", nullable: false),
                    FastInterval = table.Column<long>(type: "bigint", nullable: true),
                    ResponseTimeLimit = table.Column<long>(type: "bigint", nullable: true),
                    InitiallyDown = table.Column<bool>(type: "boolean", nullable: false),
                    LogAllFailures = table.Column<bool>(type: "boolean", nullable: false),
                    BindAddress = table.Column<string>(type: "character varying(45)", nullable: true),
                    BindPort = table.Column<int>(type: "integer", nullable: true),
                    BindInterface = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    FirewallMark = table.Column<long>(type: "bigint", nullable: true),
                    VirtualHost = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    HttpProtocol = table.Column<string>(type: "text", nullable: true),
                    FastRecovery = table.Column<bool>(type: "boolean", nullable: true),
                    TlsSendServerName = table.Column<bool>(type: "boolean", nullable: true),
                    TlsServerName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TlsVerifyCertificate = table.Column<bool>(type: "boolean", nullable: true),
                    TlsCertificateWarning = table.Column<long>(type: "bigint", nullable: true),
                    TlsSendCloseNotify = table.Column<bool>(type: "boolean", nullable: true),
                    TlsCertificateFile = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TlsKeyFile = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SmtpHeloName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DnsType = table.Column<string>(type: "text", nullable: true),
                    DnsName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    UdpPayload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    UdpRequireReply = table.Column<bool>(type: "boolean", nullable: true),
                    UdpReply = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    UdpMinimumReplyLength = table.Column<int>(type: "integer", nullable: true),
                    UdpMaximumReplyLength = table.Column<int>(type: "integer", nullable: true),
                    ScriptCommand = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ScriptTimeout = table.Column<long>(type: "bigint", nullable: true),
                    ScriptDynamic = table.Column<bool>(type: "boolean", nullable: true),
                    ScriptUser = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TrackFile = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TrackFileWeight = table.Column<int>(type: "integer", nullable: true),
                    TrackFileReverse = table.Column<bool>(type: "boolean", nullable: true),
                    AgentSend = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Checks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Checks_RealServers_RealServerId",
                        column: x => x.RealServerId,
                        principalTable: "RealServers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "HeartbeatLines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VrrpParticipantId = table.Column<long>(type: "bigint", nullable: false),
                    Interface = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
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
                name: "ParticipantNotify",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VrrpParticipantId = table.Column<long>(type: "bigint", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false),
                    Master = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Backup = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Fault = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Stop = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Deleted = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Any = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    MasterHearsLower = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    User = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Timeout = table.Column<long>(type: "bigint", nullable: false),
                    PriorityChanges = table.Column<bool>(type: "boolean", nullable: false)
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
                name: "Tracks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VrrpParticipantId = table.Column<long>(type: "bigint", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Weight = table.Column<int>(type: "integer", nullable: true),
                    Reverse = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tracks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Tracks_VrrpParticipants_VrrpParticipantId",
                        column: x => x.VrrpParticipantId,
                        principalTable: "VrrpParticipants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UnicastPeers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    VrrpParticipantId = table.Column<long>(type: "bigint", nullable: false),
                    Address = table.Column<string>(type: "character varying(45)", nullable: false),
                    MinimumTimeToLive = table.Column<int>(type: "integer", nullable: true),
                    MaximumTimeToLive = table.Column<int>(type: "integer", nullable: true),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnicastPeers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_UnicastPeers_VrrpParticipants_VrrpParticipantId",
                        column: x => x.VrrpParticipantId,
                        principalTable: "VrrpParticipants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "HttpUrls",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    CheckId = table.Column<long>(type: "bigint", nullable: false),
                    Path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    VirtualHost = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ExpectedBody = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Digest = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PatternExpression = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PatternMustNotMatch = table.Column<bool>(type: "boolean", nullable: false),
                    PatternMinimumOffset = table.Column<int>(type: "integer", nullable: false),
                    PatternMaximumOffset = table.Column<int>(type: "integer", nullable: true),
                    JsonPath = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    JsonValue = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HttpUrls", x => x.Id);
                    table.ForeignKey(
                        name: "FK_HttpUrls_Checks_CheckId",
                        column: x => x.CheckId,
                        principalTable: "Checks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PatternOptions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    HttpUrlId = table.Column<long>(type: "bigint", nullable: false),
                    Option = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
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
                name: "StatusCodes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    HttpUrlId = table.Column<long>(type: "bigint", nullable: false),
                    First = table.Column<int>(type: "integer", nullable: false),
                    Last = table.Column<int>(type: "integer", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StatusCodes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StatusCodes_HttpUrls_HttpUrlId",
                        column: x => x.HttpUrlId,
                        principalTable: "HttpUrls",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ApiTokens_Name",
                table: "ApiTokens",
                column: "Name");

            migrationBuilder.CreateIndex(
                name: "IX_ApiTokens_SecretHash",
                table: "ApiTokens",
                column: "SecretHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AspNetRoleClaims_RoleId",
                table: "AspNetRoleClaims",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "RoleNameIndex",
                table: "AspNetRoles",
                column: "NormalizedName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserClaims_UserId",
                table: "AspNetUserClaims",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserLogins_UserId",
                table: "AspNetUserLogins",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserRoles_RoleId",
                table: "AspNetUserRoles",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "AspNetUsers",
                column: "NormalizedEmail");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "AspNetUsers",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditRows_Action_At_Id",
                table: "AuditRows",
                columns: new[] { "Action", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditRows_Actor_At_Id",
                table: "AuditRows",
                columns: new[] { "Actor", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditRows_At_Id",
                table: "AuditRows",
                columns: new[] { "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Checks_RealServerId_Ordinal",
                table: "Checks",
                columns: new[] { "RealServerId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Events_At",
                table: "Events",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Events_Kind_Id",
                table: "Events",
                columns: new[] { "Kind", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_HeartbeatLines_VrrpParticipantId_Ordinal",
                table: "HeartbeatLines",
                columns: new[] { "VrrpParticipantId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_HttpUrls_CheckId_Ordinal",
                table: "HttpUrls",
                columns: new[] { "CheckId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IdempotencyKeys_At",
                table: "IdempotencyKeys",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Nodes_Ordinal",
                table: "Nodes",
                column: "Ordinal",
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
                name: "IX_PatternOptions_HttpUrlId_Ordinal",
                table: "PatternOptions",
                columns: new[] { "HttpUrlId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProbeRollups_Seconds_At",
                table: "ProbeRollups",
                columns: new[] { "Seconds", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ProbeSeries_Server_Service_Node_CheckIndex",
                table: "ProbeSeries",
                columns: new[] { "Server", "Service", "Node", "CheckIndex" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProcessParameters_TrackProcessId_Ordinal",
                table: "ProcessParameters",
                columns: new[] { "TrackProcessId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RealServers_VirtualServiceId_Ordinal",
                table: "RealServers",
                columns: new[] { "VirtualServiceId", "Ordinal" },
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

            migrationBuilder.CreateIndex(
                name: "IX_StatusCodes_HttpUrlId_Ordinal",
                table: "StatusCodes",
                columns: new[] { "HttpUrlId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SyncGroupMembers_SyncGroupId_Ordinal",
                table: "SyncGroupMembers",
                columns: new[] { "SyncGroupId", "Ordinal" },
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
                name: "IX_SyncGroups_Ordinal",
                table: "SyncGroups",
                column: "Ordinal",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrackFiles_Ordinal",
                table: "TrackFiles",
                column: "Ordinal",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrackProcesses_Ordinal",
                table: "TrackProcesses",
                column: "Ordinal",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrackScripts_Ordinal",
                table: "TrackScripts",
                column: "Ordinal",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Tracks_VrrpParticipantId_Ordinal",
                table: "Tracks",
                columns: new[] { "VrrpParticipantId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Transitions_At_Id",
                table: "Transitions",
                columns: new[] { "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Transitions_Instance_At_Id",
                table: "Transitions",
                columns: new[] { "Instance", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_UnicastPeers_VrrpParticipantId_Ordinal",
                table: "UnicastPeers",
                columns: new[] { "VrrpParticipantId", "Ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_VirtualAddresses_VrrpInstanceId_Ordinal",
                table: "VirtualAddresses",
                columns: new[] { "VrrpInstanceId", "Ordinal" },
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

            migrationBuilder.CreateIndex(
                name: "IX_VirtualServices_Ordinal",
                table: "VirtualServices",
                column: "Ordinal",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_VrrpInstances_Ordinal",
                table: "VrrpInstances",
                column: "Ordinal",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_VrrpParticipants_VrrpInstanceId_Ordinal",
                table: "VrrpParticipants",
                columns: new[] { "VrrpInstanceId", "Ordinal" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ApiTokens");

            migrationBuilder.DropTable(
                name: "AspNetRoleClaims");

            migrationBuilder.DropTable(
                name: "AspNetUserClaims");

            migrationBuilder.DropTable(
                name: "AspNetUserLogins");

            migrationBuilder.DropTable(
                name: "AspNetUserRoles");

            migrationBuilder.DropTable(
                name: "AspNetUserTokens");

            migrationBuilder.DropTable(
                name: "AuditCheckpoint");

            migrationBuilder.DropTable(
                name: "AuditRows");

            migrationBuilder.DropTable(
                name: "CommitWindow");

            migrationBuilder.DropTable(
                name: "Events");

            migrationBuilder.DropTable(
                name: "HeartbeatLines");

            migrationBuilder.DropTable(
                name: "IdempotencyKeys");

            migrationBuilder.DropTable(
                name: "NotifyFifos");

            migrationBuilder.DropTable(
                name: "ParticipantNotify");

            migrationBuilder.DropTable(
                name: "PatternOptions");

            migrationBuilder.DropTable(
                name: "ProbeRollups");

            migrationBuilder.DropTable(
                name: "ProcessParameters");

            migrationBuilder.DropTable(
                name: "Revisions");

            migrationBuilder.DropTable(
                name: "ServiceNotifyFifos");

            migrationBuilder.DropTable(
                name: "ServiceRanges");

            migrationBuilder.DropTable(
                name: "SetupState");

            migrationBuilder.DropTable(
                name: "StatusCodes");

            migrationBuilder.DropTable(
                name: "SyncGroupMembers");

            migrationBuilder.DropTable(
                name: "SyncGroupNotify");

            migrationBuilder.DropTable(
                name: "SyncGroupTracks");

            migrationBuilder.DropTable(
                name: "TrackFiles");

            migrationBuilder.DropTable(
                name: "TrackScripts");

            migrationBuilder.DropTable(
                name: "Tracks");

            migrationBuilder.DropTable(
                name: "Transitions");

            migrationBuilder.DropTable(
                name: "UnicastPeers");

            migrationBuilder.DropTable(
                name: "VirtualAddresses");

            migrationBuilder.DropTable(
                name: "VirtualRoutes");

            migrationBuilder.DropTable(
                name: "VirtualRules");

            migrationBuilder.DropTable(
                name: "AspNetRoles");

            migrationBuilder.DropTable(
                name: "AspNetUsers");

            migrationBuilder.DropTable(
                name: "ProbeSeries");

            migrationBuilder.DropTable(
                name: "TrackProcesses");

            migrationBuilder.DropTable(
                name: "Nodes");

            migrationBuilder.DropTable(
                name: "HttpUrls");

            migrationBuilder.DropTable(
                name: "SyncGroups");

            migrationBuilder.DropTable(
                name: "VrrpParticipants");

            migrationBuilder.DropTable(
                name: "Checks");

            migrationBuilder.DropTable(
                name: "VrrpInstances");

            migrationBuilder.DropTable(
                name: "RealServers");

            migrationBuilder.DropTable(
                name: "VirtualServices");
        }
    }
}
