using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Notify;
using KeepaliveConsole.Engine.Tests.Balancing;

namespace KeepaliveConsole.Engine.Tests.Runtime.Notify;

public sealed class NotifyRuntimeTests
{
    private static readonly NotifyDefinition s_all = new()
    {
        Master = "/m", Backup = "/b", Fault = "/f", Stop = "/s", Any = "/any 'a b'", MasterHearsLower = "/low", PriorityChanges = true,
    };

    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task Transitions_ParticularProgramThenAnyWithKeepalivedsArguments()
    {
        var programs = new FakePrograms { EndsAtOnce = true };
        NotifyRuntime notify = Started(programs, Cluster(s_all, "VI_1"));

        notify.Happened(Moved("VI_1", VrrpState.Backup));
        notify.Happened(Moved("VI_1", VrrpState.Master));
        notify.Happened(Moved("VI_1", VrrpState.Fault));
        notify.HeardLower("VI_1", 150);
        notify.Happened(Moved("VI_1", VrrpState.Initialize));
        await notify.StopAsync();

        Assert.Equal(
            [
                "/b", "/any 'a b' INSTANCE VI_1 BACKUP 150",
                "/m", "/any 'a b' INSTANCE VI_1 MASTER 150",
                "/f", "/any 'a b' INSTANCE VI_1 FAULT 150",
                "/low",
                "/s", "/any 'a b' INSTANCE VI_1 STOP 150",
            ],
            programs.Lines);
        Assert.Empty(_sink.Events);
    }

    [Fact]
    public async Task Instance_Removed_IsToldAsFaultOrByItsOwnProgram()
    {
        var programs = new FakePrograms { EndsAtOnce = true };
        NotifyRuntime notify = Started(programs, Cluster(s_all, "VI_1"));
        notify.Apply(ClusterDefinition.Empty);
        notify.Happened(Moved("VI_1", VrrpState.Initialize));
        notify.Apply(Cluster(s_all with { Deleted = "/d" }, "VI_1"));
        notify.Apply(ClusterDefinition.Empty);
        notify.Happened(Moved("VI_1", VrrpState.Initialize));
        await notify.StopAsync();

        Assert.Equal(["/f", "/any 'a b' INSTANCE VI_1 FAULT 150", "/d", "/any 'a b' INSTANCE VI_1 DELETED 150"], programs.Lines);
    }

    [Fact]
    public async Task PriorityChange_IsToldOnlyWhenAsked()
    {
        var programs = new FakePrograms { EndsAtOnce = true };
        NotifyRuntime notify = Started(programs, Cluster(new NotifyDefinition { Any = "/any", PriorityChanges = true }, "VI_1"));
        notify.PriorityIs("VI_1", 1);
        notify.Happened(Moved("VI_1", VrrpState.Master));
        notify.PriorityIs("VI_1", 90);
        notify.Apply(Cluster(new NotifyDefinition { Any = "/any" }, "VI_1"));
        notify.PriorityIs("VI_1", 80);
        await notify.StopAsync();

        Assert.Equal(["/any INSTANCE VI_1 MASTER 150", "/any INSTANCE VI_1 MASTER_PRIORITY 90"], programs.Lines);
    }

    [Fact]
    public async Task Group_IsToldAfterTheMemberThatCompletesIt()
    {
        var programs = new FakePrograms { EndsAtOnce = true };
        ClusterDefinition cluster = Cluster(new NotifyDefinition { Any = "/i" }, "VI_1", "VI_2") with
        {
            SyncGroups = [new SyncGroupDefinition { Name = "G1", Members = ["VI_1", "VI_2"], Notify = new NotifyDefinition { Any = "/g", Master = "/gm" } }],
        };
        NotifyRuntime notify = Started(programs, cluster);
        foreach (VrrpState state in new[] { VrrpState.Backup, VrrpState.Master, VrrpState.Initialize })
        {
            notify.Happened(Moved("VI_1", state));
            notify.Happened(Moved("VI_2", state));
        }

        await notify.StopAsync();

        Assert.Equal(
            [
                "/i INSTANCE VI_1 BACKUP 150", "/i INSTANCE VI_2 BACKUP 150", "/g GROUP G1 BACKUP 0",
                "/i INSTANCE VI_1 MASTER 150", "/i INSTANCE VI_2 MASTER 150", "/gm", "/g GROUP G1 MASTER 0",
                "/i INSTANCE VI_1 STOP 150", "/i INSTANCE VI_2 STOP 150", "/g GROUP G1 STOP 0",
            ],
            programs.Lines);
    }

    [Fact]
    public async Task SlowProgram_TheNextOfTheInstanceWaits_OthersDoNot_FailureIsAWarning()
    {
        var programs = new FakePrograms();
        NotifyRuntime notify = Started(programs, Cluster(new NotifyDefinition { Any = "/any" }, "VI_1", "VI_2"));

        notify.Happened(Moved("VI_1", VrrpState.Backup));
        notify.Happened(Moved("VI_1", VrrpState.Master));
        notify.Happened(Moved("VI_2", VrrpState.Backup));
        await programs.StartedAsync();
        await programs.StartedAsync();
        Assert.Equal(["/any INSTANCE VI_1 BACKUP 150", "/any INSTANCE VI_2 BACKUP 150"], programs.Lines);

        programs.End(3);
        await programs.StartedAsync();
        Assert.Equal("/any INSTANCE VI_1 MASTER 150", programs.Lines.Last());
        Assert.Equal(new EngineNotice("notify VI_1", "'/any' for BACKUP failed: exit code 3", EventSeverity.Warning), Assert.Single(_sink.Events));
    }

    [Fact]
    public void Queue_HangingProgram_KeepsTheNewestAndSaysSoOnce()
    {
        var programs = new FakePrograms();
        var queue = new NotifyQueue("VI_1", programs, _sink);
        for (int run = 0; run < 70; run++) queue.Add(new() { Line = $"/{run}" }, "MASTER");
        for (int run = 0; run < 64; run++) programs.End(0);

        Assert.Equal(["/0", "/6"], programs.Lines.Take(2)); // 1 to 5 gave way
        Assert.Equal("/69", programs.Lines.Last());
        Assert.False(queue.IsIdle);
        programs.End(0);
        Assert.True(queue.IsIdle);
        Assert.Single(_sink.Events);
    }

    private NotifyRuntime Started(FakePrograms programs, ClusterDefinition definition)
    {
        var notify = new NotifyRuntime("a", programs, _sink);
        notify.Start();
        notify.Apply(definition);
        return notify;
    }

    private static ClusterDefinition Cluster(NotifyDefinition notify, params string[] names) => new()
    {
        VrrpInstances = names.Select((name, index) => new VrrpInstanceDefinition
        {
            Name = name,
            VirtualRouterId = new VirtualRouterId((byte)(51 + index)),
            Participants = [new VrrpParticipantDefinition { Node = "a", Interface = "eth0", Notify = notify }],
        }).ToValueArray(),
    };

    private static VrrpTransitioned Moved(string instance, VrrpState to) => new(new VrrpTransition
    {
        Instance = instance, From = VrrpState.Initialize, To = to, Cause = TransitionCause.Started, OwnPriority = 150,
    });
}
