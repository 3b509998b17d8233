using System.Net;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.Tests.Opening;

/// <summary>
/// What each released version stored is the same after every later migration. The databases are kept as text in <c>Released</c>, made with that
/// version (<c>sqlite3 console.db .dump</c>) and never changed; a release that has a new migration adds one.
/// </summary>
public sealed class ReleasedSchemaTests
{


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

    public static TheoryData<string, int> Released => new()
    {
        { "20261122133012_First", 1 },
        { "20261122165150_Vrrp", 2 },
        { "20261122195820_Balancing", 3 },
        { "20261122212130_ProbeHistory", 3 },
        { "20261122225311_Trust", 3 },
    };

    [Theory]
    [MemberData(nameof(Released))]
    public async Task DatabaseOfAReleasedVersion_IsTheSameInThisOne(string schema, int revisions)
    {
        using var folder = new TempFolder();
        string path = Path.Combine(Directory.CreateDirectory(folder.Data).FullName, "console.db");
        TestStore.Execute(path, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Opening", "Released", $"{schema}.sql")));

        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        StoredDefinition current = (await store.Definitions.FindCurrentAsync(default))!;
        Assert.Equal(Expected(schema), current.Definition);
        Assert.Equal(revisions, current.Revision);
        Assert.Equal(Enumerable.Range(1, revisions).Reverse().Select(number => (long)number), (await store.Definitions.ListRevisionsAsync(10, default)).Select(revision => revision.Revision));
        StoredTransition transition = Assert.Single((await store.Transitions.QueryAsync(new TransitionQuery(), default)).Items);
        Assert.Equal((new DateTimeOffset(2026, 2, 1, 8, 0, 0, TimeSpan.Zero).AddTicks(1_234_567), "l2", VrrpState.Master, TransitionCause.MasterSilent, TimeSpan.FromTicks(34_140_625), "主路由器无声。"),
            (transition.At, transition.Node, transition.To, transition.Cause, transition.SilentFor!.Value, transition.SentenceZh));
        AuditRecord audit = Assert.Single((await store.Audit.QueryAsync(new AuditQuery { Text = "FIRST" }, default)).Items);
        Assert.Equal(("alice", "import", "{}", 1L), (audit.Actor, audit.Action, audit.After, audit.Revision));
        Assert.Equal("operator", Assert.Single(await store.Tokens.ListAsync(default)).Role);
        if (schema.EndsWith("ProbeHistory", StringComparison.Ordinal) || schema.EndsWith("Trust", StringComparison.Ordinal))
        {
            ProbeSummary day = Assert.Single(await store.Probes.QueryAsync(new ProbeQuery
            {
                Server = "10.88.0.101:80", Node = "l1", From = DateTimeOffset.FromUnixTimeSeconds(1_777_852_800), To = DateTimeOffset.FromUnixTimeSeconds(1_777_939_200), Span = ProbeSpan.Day,
            }, default));
            Assert.Equal((1440, 1400, 30, 10, TimeSpan.FromMilliseconds(30)), (day.Count, day.Passed, day.Refused, day.TimedOut, day.Whole.Longest));
        }

        // The copy made before the migration is the database as it was.
        Assert.Equal("k33paliv", TestStore.Ask($"{path}.bak-{schema}", "SELECT AuthenticationPassword FROM VrrpInstances"));
        Assert.Equal("ok", TestStore.Ask(path, "PRAGMA integrity_check"));
    }

    private static ClusterDefinition Expected(string schema)
    {
        if (schema.EndsWith("First", StringComparison.Ordinal)) return s_expected;
        VrrpInstanceDefinition instance = s_expected.VrrpInstances[0];
        ClusterDefinition vrrp = s_expected with
        {
            VrrpInstances = [instance with { Participants = [instance.Participants[0], instance.Participants[1] with { Released = true, VirtualMac = new() { Name = "vrrp.51" } }] }],
        };
        return schema.EndsWith("Vrrp", StringComparison.Ordinal) ? vrrp : Samples.WithFirstServer(vrrp, server => server with
        {
            AdminReason = "new kernel", AdminOwner = "alice", AdminUntil = new DateTimeOffset(2026, 12, 31, 12, 0, 0, TimeSpan.Zero),
        });
    }
}
