using System.Net;
using KeepaliveConsole.Data.Sqlite;
using KeepaliveConsole.Engine.Definitions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace KeepaliveConsole.Data.Tests.Opening;

/// <summary>A definition that the first version stored is the same after every later migration.</summary>
public sealed class FirstSchemaTests
{
    private const string First = "20261122133012_First";

    private const string Rows = """
        INSERT INTO Nodes (Ordinal, Name, RouterId, ScriptUser, ScriptSecurity) VALUES (0, 'l1', NULL, 'nobody', 1), (1, 'l2', 'two', NULL, 0);
        INSERT INTO VrrpInstances (Id, Ordinal, Name, VirtualRouterId, Version, AdvertisementIntervalCentiseconds, Preempt, PreemptDelay, DownTimerAdverts, AuthenticationType, AuthenticationPassword,
            AnnouncementRepeat, AnnouncementSecondBurstDelay, UseLease)
            VALUES (7, 0, 'VI_WEB', 51, 'V2', 100, 0, 0, 3, 'Password', 'k33paliv', 4, 50000000, 1);
        INSERT INTO VirtualAddresses (VrrpInstanceId, Ordinal, Address, PrefixLength, Interface, Label, Excluded) VALUES (7, 0, '10.88.0.100', 24, NULL, 'eth0:0', 0);
        INSERT INTO VrrpParticipants (Id, VrrpInstanceId, Ordinal, Node, Interface, Priority, SourceAddress, InitialMaster, NotifyMaster)
            VALUES (3, 7, 0, 'l1', 'eth0', 200, '10.88.0.11', 0, '/usr/bin/logger master'), (4, 7, 1, 'l2', 'eth0', 150, NULL, 0, NULL);
        INSERT INTO UnicastPeers (VrrpParticipantId, Ordinal, Address) VALUES (3, 0, '10.88.0.12');
        INSERT INTO Tracks (VrrpParticipantId, Ordinal, Kind, Target, Weight) VALUES (3, 0, 'Script', 'chk', -20), (3, 1, 'Process', 'proxy', NULL);
        INSERT INTO SyncGroups (Id, Ordinal, Name) VALUES (1, 0, 'G');
        INSERT INTO SyncGroupMembers (SyncGroupId, Ordinal, Instance) VALUES (1, 0, 'VI_WEB');
        INSERT INTO TrackScripts (Ordinal, Name, Command, Interval, Timeout, Weight, Rise, Fall) VALUES (0, 'chk', '/usr/bin/pgrep -x nginx', 20000000, NULL, -60, 2, 3);
        INSERT INTO TrackProcesses (Ordinal, Name, Process, Weight, Quorum, Delay) VALUES (0, 'proxy', 'haproxy', 5, 2, 15000000);
        INSERT INTO VirtualServices (Id, Ordinal, Name, Address, Port, Protocol, FirewallMark, Scheduler, ForwardingMethod, PersistenceTimeout, Quorum, Hysteresis, SorryServerAddress, SorryServerPort)
            VALUES (5, 0, 'web', '10.88.0.100', 80, 'Tcp', NULL, 'WeightedRoundRobin', 'DirectRouting', 3000000000, 2, 1, '10.88.0.199', 81);
        INSERT INTO RealServers (Id, VirtualServiceId, Ordinal, Address, Port, Weight, ForwardingMethod, InhibitOnFailure, Admin) VALUES (6, 5, 0, '10.88.0.101', 80, 3, NULL, 1, 'Drain');
        INSERT INTO Checks (Id, RealServerId, Ordinal, Kind, ConnectAddress, ConnectPort, ConnectTimeout, Retries, RetryDelay, Interval, Warmup, VirtualHost)
            VALUES (8, 6, 0, 'Http', NULL, 8080, 50000000, 1, 30000000, 20000000, NULL, 'www'), (9, 6, 1, 'Tcp', NULL, NULL, 50000000, 1, 10000000, 600000000, NULL, NULL);
        INSERT INTO HttpUrls (Id, CheckId, Ordinal, Path, VirtualHost, ExpectedBody, Digest) VALUES (10, 8, 0, '/health', NULL, 'ok', NULL);
        INSERT INTO StatusCodes (HttpUrlId, Ordinal, First, Last) VALUES (10, 0, 200, 204);
        INSERT INTO Revisions (Number, Hash, Json, Author, Action, Comment, At) VALUES (1, 'c0ffee', 'null', 'alice', 'import', NULL, '2026-01-31T12:00:00.0000000Z');
        """;

    private static readonly ClusterDefinition s_expected = new()
    {
        Nodes = [new() { Name = "l1", ScriptUser = "nobody", ScriptSecurity = true }, new() { Name = "l2", RouterId = "two" }],
        VrrpInstances =
        [
            new()
            {
                Name = "VI_WEB",
                VirtualRouterId = new VirtualRouterId(51),
                Preempt = false,
                Authentication = new() { Type = VrrpAuthenticationType.Password, Password = "k33paliv" },
                Announcement = new() { Repeat = 4 },
                VirtualAddresses = [new() { Address = IPAddress.Parse("10.88.0.100"), PrefixLength = 24, Label = "eth0:0" }],
                Participants =
                [
                    new()
                    {
                        Node = "l1", Interface = "eth0", Priority = new VrrpPriority(200), SourceAddress = IPAddress.Parse("10.88.0.11"),
                        UnicastPeers = [new() { Address = IPAddress.Parse("10.88.0.12") }],
                        Tracks = [new() { Kind = TrackKind.Script, Target = "chk", Weight = -20 }, new() { Kind = TrackKind.Process, Target = "proxy" }],
                        Notify = new() { Master = "/usr/bin/logger master" },
                    },
                    new() { Node = "l2", Interface = "eth0", Priority = new VrrpPriority(150) },
                ],
            },
        ],
        SyncGroups = [new() { Name = "G", Members = ["VI_WEB"] }],
        TrackScripts = [new() { Name = "chk", Command = "/usr/bin/pgrep -x nginx", Interval = TimeSpan.FromSeconds(2), Weight = -60, Rise = 2, Fall = 3 }],
        TrackProcesses = [new() { Name = "proxy", Process = "haproxy", Weight = 5, Quorum = 2, ForkDelay = TimeSpan.FromSeconds(1.5), TerminateDelay = TimeSpan.FromSeconds(1.5) }],
        VirtualServices =
        [
            new()
            {
                Name = "web",
                Key = new() { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
                Scheduler = Scheduler.WeightedRoundRobin,
                ForwardingMethod = ForwardingMethod.DirectRouting,
                PersistenceTimeout = TimeSpan.FromMinutes(5),
                Quorum = 2,
                Hysteresis = 1,
                SorryServer = new() { Address = IPAddress.Parse("10.88.0.199"), Port = 81 },
                RealServers =
                [
                    new()
                    {
                        Address = IPAddress.Parse("10.88.0.101"),
                        Port = 80,
                        Weight = 3,
                        InhibitOnFailure = true,
                        Admin = AdminState.Drain,
                        Checks =
                        [
                            new HttpCheckDefinition
                            {
                                ConnectPort = 8080,
                                Interval = TimeSpan.FromSeconds(2),
                                VirtualHost = "www",
                                Urls = [new() { Path = "/health", ExpectedBody = "ok", StatusCodes = [new StatusCodeRange(200, 204)] }],
                            },
                            new TcpCheckDefinition(),
                        ],
                    },
                ],
            },
        ],
    };

    [Fact]
    public async Task DefinitionOfTheFirstSchema_SurvivesEveryMigration()
    {
        using var folder = new TempFolder();
        var options = new ConsoleDataOptions { DataDirectory = Directory.CreateDirectory(folder.Data).FullName };
        File.Create(options.DatabasePath).Dispose();
        var builder = new DbContextOptionsBuilder<ConsoleDbContext>();
        SqliteStorage.Configure(builder, options);
        await using (var context = new ConsoleDbContext(builder.Options))
        {
            await context.GetService<IMigrator>().MigrateAsync(First);
            await context.Database.ExecuteSqlRawAsync(Rows);
        }

        SqliteConnection.ClearAllPools();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        Assert.Equal(s_expected, (await store.Definitions.FindCurrentAsync(CancellationToken.None))!.Definition);
        Assert.Equal(0L, TestStore.Ask(options.DatabasePath, "SELECT count(*) FROM VrrpParticipants WHERE VirtualMacName IS NOT NULL"));
        Assert.Equal("k33paliv", TestStore.Ask($"{options.DatabasePath}.bak-{First}", "SELECT AuthenticationPassword FROM VrrpInstances"));
    }
}
