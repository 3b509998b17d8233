using System.Linq.Expressions;
using System.Net;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Data.Protection;
using KeepaliveConsole.Data.Sqlite;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KeepaliveConsole.Data;

/// <summary>
/// The database. Public only because ASP.NET Core Identity keeps its users here (<c>AddEntityFrameworkStores&lt;ConsoleDbContext&gt;()</c>);
/// everything else is reached through the services of <see cref="ConsoleDataServices.AddConsoleData"/>.
/// </summary>
public class ConsoleDbContext : IdentityDbContext<ConsoleUser, IdentityRole, string>
{
    /// <summary>The database in a SQLite file.</summary>
    /// <param name="options">How it is reached.</param>
    /// <param name="protector">What encrypts secrets; null = they are stored and read as they are.</param>
    public ConsoleDbContext(DbContextOptions<ConsoleDbContext> options, ISecretProtector? protector = null)
        : base(options) => Protector = protector;

    /// <summary>The same model in another kind of database, with migrations of its own.</summary>
    private protected ConsoleDbContext(DbContextOptions options, ISecretProtector? protector)
        : base(options) => Protector = protector;

    internal ISecretProtector? Protector { get; }

    internal DbSet<NodeRow> Nodes => Set<NodeRow>();

    internal DbSet<VrrpInstanceRow> VrrpInstances => Set<VrrpInstanceRow>();

    internal DbSet<SyncGroupRow> SyncGroups => Set<SyncGroupRow>();

    internal DbSet<TrackScriptRow> TrackScripts => Set<TrackScriptRow>();

    internal DbSet<TrackProcessRow> TrackProcesses => Set<TrackProcessRow>();

    internal DbSet<TrackFileRow> TrackFiles => Set<TrackFileRow>();

    internal DbSet<VirtualServiceRow> VirtualServices => Set<VirtualServiceRow>();

    internal DbSet<RevisionRow> Revisions => Set<RevisionRow>();

    internal DbSet<TransitionRow> Transitions => Set<TransitionRow>();

    internal DbSet<AuditRow> AuditRows => Set<AuditRow>();

    internal DbSet<AuditCheckpointRow> AuditCheckpoints => Set<AuditCheckpointRow>();

    internal DbSet<EventRow> Events => Set<EventRow>();

    internal DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();

    internal DbSet<CommitWindowRow> CommitWindows => Set<CommitWindowRow>();

    internal DbSet<ProbeSeriesRow> ProbeSeries => Set<ProbeSeriesRow>();

    internal DbSet<ProbeRollupRow> ProbeRollups => Set<ProbeRollupRow>();

    internal DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();

    internal DbSet<SetupStateRow> SetupStates => Set<SetupStateRow>();

    /// <summary>Fixed, so that settings of Identity elsewhere cannot change the schema behind the migrations' back.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    /// <inheritdoc />
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        // Here and not where contexts are made: no way to the rows, with no provider, must lead past the chain.
        optionsBuilder.AddInterceptors(AuditChaining.Instance);
        optionsBuilder.ReplaceService<IModelCacheKeyFactory, SecretModelKeys>();
        // Whether a migration is missing is for the tests to say; asked at each first start it took longer than the migrations.
        optionsBuilder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        // Stored as names, which is what a person reads in a backup and what survives reordering an enum.
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<IPAddress>().HaveConversion<IPAddressToStringConverter>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<TimeSpanToTicksConverter>();
        ConfigureStorage(configurationBuilder);
    }

    /// <summary>How the kind of database stores points in time and text.</summary>
    private protected virtual void ConfigureStorage(ModelConfigurationBuilder configurationBuilder) => SqliteStorage.ConfigureConventions(configurationBuilder);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        BuildDefinition(builder);
        BuildHistory(builder);
        BuildAccess(builder);
        SecretColumns.Build(builder, Protector);
    }

    private static void BuildDefinition(ModelBuilder builder)
    {
        EntityTypeBuilder<NodeRow> node = Ordered<NodeRow>(builder, "Nodes");
        Children(builder, node, row => row.NotifyFifos, "NotifyFifos", nameof(NotifyFifoRow.NodeId));
        Children(builder, node, row => row.MailRecipients, "MailRecipients", nameof(MailRecipientRow.NodeId));
        Children(builder, node, row => row.ServiceNotifyFifos, "ServiceNotifyFifos", nameof(ServiceNotifyFifoRow.NodeId));
        EntityTypeBuilder<VrrpInstanceRow> instance = Ordered<VrrpInstanceRow>(builder, "VrrpInstances");
        Children(builder, instance, row => row.VirtualAddresses, "VirtualAddresses", nameof(VirtualAddressRow.VrrpInstanceId));
        Children(builder, instance, row => row.VirtualRoutes, "VirtualRoutes", nameof(VirtualRouteRow.VrrpInstanceId));
        Children(builder, instance, row => row.VirtualRules, "VirtualRules", nameof(VirtualRuleRow.VrrpInstanceId));
        EntityTypeBuilder<VrrpParticipantRow> participant =
            Children(builder, instance, row => row.Participants, "VrrpParticipants", nameof(VrrpParticipantRow.VrrpInstanceId));
        Children(builder, participant, row => row.MoreInterfaces, "HeartbeatLines", nameof(HeartbeatLineRow.VrrpParticipantId));
        Children(builder, participant, row => row.UnicastPeers, "UnicastPeers", nameof(UnicastPeerRow.VrrpParticipantId));
        Children(builder, participant, row => row.Tracks, "Tracks", nameof(ParticipantTrackRow.VrrpParticipantId));
        Children(builder, participant, row => row.Notify, "ParticipantNotify", nameof(ParticipantNotifyRow.VrrpParticipantId));

        EntityTypeBuilder<SyncGroupRow> group = Ordered<SyncGroupRow>(builder, "SyncGroups");
        Children(builder, group, row => row.Members, "SyncGroupMembers", nameof(SyncGroupMemberRow.SyncGroupId));
        Children(builder, group, row => row.Tracks, "SyncGroupTracks", nameof(SyncGroupTrackRow.SyncGroupId));
        Children(builder, group, row => row.Notify, "SyncGroupNotify", nameof(SyncGroupNotifyRow.SyncGroupId));
        Ordered<TrackScriptRow>(builder, "TrackScripts");
        EntityTypeBuilder<TrackProcessRow> process = Ordered<TrackProcessRow>(builder, "TrackProcesses");
        Children(builder, process, row => row.Parameters, "ProcessParameters", nameof(ProcessParameterRow.TrackProcessId));
        Ordered<TrackFileRow>(builder, "TrackFiles");

        EntityTypeBuilder<VirtualServiceRow> service = Ordered<VirtualServiceRow>(builder, "VirtualServices");
        Children(builder, service, row => row.MoreEndpoints, "ServiceRanges", nameof(ServiceRangeRow.VirtualServiceId));
        EntityTypeBuilder<RealServerRow> server = Children(builder, service, row => row.RealServers, "RealServers", nameof(RealServerRow.VirtualServiceId));
        EntityTypeBuilder<CheckRow> check = Children(builder, server, row => row.Checks, "Checks", nameof(CheckRow.RealServerId));
        EntityTypeBuilder<HttpUrlRow> url = Children(builder, check, row => row.Urls, "HttpUrls", nameof(HttpUrlRow.CheckId));
        Children(builder, url, row => row.StatusCodes, "StatusCodes", nameof(StatusCodeRow.HttpUrlId));
        Children(builder, url, row => row.PatternOptions, "PatternOptions", nameof(PatternOptionRow.HttpUrlId));
    }

    private static void BuildHistory(ModelBuilder builder)
    {
        builder.Entity<RevisionRow>(revision =>
        {
            revision.ToTable("Revisions").HasKey(row => row.Number);
            revision.Property(row => row.Number).ValueGeneratedNever();
        });
        builder.Entity<TransitionRow>(transition =>
        {
            transition.ToTable("Transitions").HasIndex(row => new { row.At, row.Id });
            transition.HasIndex(row => new { row.Instance, row.At, row.Id });
        });
        builder.Entity<AuditRow>(audit =>
        {
            audit.ToTable("AuditRows").HasIndex(row => new { row.At, row.Id });
            audit.HasIndex(row => new { row.Action, row.At, row.Id });
            audit.HasIndex(row => new { row.Actor, row.At, row.Id });
        });
        builder.Entity<AuditCheckpointRow>(checkpoint =>
        {
            checkpoint.ToTable("AuditCheckpoint").HasKey(row => row.Id);
            checkpoint.Property(row => row.Id).ValueGeneratedNever();
        });
        builder.Entity<EventRow>(happened =>
        {
            happened.ToTable("Events").HasIndex(row => row.At);
            happened.HasIndex(row => new { row.Kind, row.Id });
        });
        builder.Entity<IdempotencyRow>(key =>
        {
            key.ToTable("IdempotencyKeys").HasKey(row => row.KeyHash);
            key.HasIndex(row => row.At);
        });
        builder.Entity<CommitWindowRow>(window =>
        {
            window.ToTable("CommitWindow").HasKey(row => row.Id);
            window.Property(row => row.Id).ValueGeneratedNever();
        });
        builder.Entity<ProbeSeriesRow>(series => series.ToTable("ProbeSeries")
            .HasIndex(row => new { row.Server, row.Service, row.Node, row.CheckIndex }).IsUnique());
        builder.Entity<ProbeRollupRow>(rollup =>
        {
            rollup.ToTable("ProbeRollups").HasKey(row => new { row.SeriesId, row.Seconds, row.At });
            rollup.HasOne<ProbeSeriesRow>().WithMany().HasForeignKey(row => row.SeriesId).OnDelete(DeleteBehavior.Cascade);
            rollup.HasIndex(row => new { row.Seconds, row.At });
        });
    }

    private static void BuildAccess(ModelBuilder builder)
    {
        builder.Entity<ApiTokenRow>(token =>
        {
            token.ToTable("ApiTokens").HasIndex(row => row.SecretHash).IsUnique();
            token.HasIndex(row => row.Name);
        });
        builder.Entity<SetupStateRow>(state =>
        {
            state.ToTable("SetupState").HasKey(row => row.Id);
            state.Property(row => row.Id).ValueGeneratedNever();
        });
    }

    // Names are not unique here: that is for the rules to say, all problems at once and in words.
    private static EntityTypeBuilder<TRow> Ordered<TRow>(ModelBuilder builder, string table)
        where TRow : OrderedRow
    {
        EntityTypeBuilder<TRow> entity = builder.Entity<TRow>();
        entity.ToTable(table).HasIndex(row => row.Ordinal).IsUnique();
        return entity;
    }

    private static EntityTypeBuilder<TChild> Children<TParent, TChild>(ModelBuilder builder, EntityTypeBuilder<TParent> parent,
        Expression<Func<TParent, IEnumerable<TChild>?>> list, string table, string foreignKey)
        where TParent : OrderedRow
        where TChild : OrderedRow
    {
        parent.HasMany(list).WithOne().HasForeignKey(foreignKey).IsRequired().OnDelete(DeleteBehavior.Cascade);
        EntityTypeBuilder<TChild> child = builder.Entity<TChild>();
        child.ToTable(table).HasIndex(foreignKey, nameof(OrderedRow.Ordinal)).IsUnique();
        return child;
    }
}
