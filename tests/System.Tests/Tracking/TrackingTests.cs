using System.Diagnostics;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;
using KeepaliveConsole.System.Tests.Vrrp;
using Process = System.Diagnostics.Process;

namespace KeepaliveConsole.System.Tests.Tracking;

/// <summary>
/// Two directors on a network, and what the better one tracks. Only that one tracks anything: both machines of the rig share
/// the processes and files of this host.
/// </summary>
[Collection(NetworkCollection.Name)]
public sealed class TrackingTests : IDisposable
{
    private readonly NetworkRig _rig = new();
    private readonly RigNode _a;
    private readonly RigNode _b;
    private readonly string _directory = Directory.CreateTempSubdirectory("kc-track").FullName;

    public TrackingTests()
    {
        _a = _rig.AddNode("a", "192.168.200.1/24");
        _b = _rig.AddNode("b", "192.168.200.2/24");
        // Scripts run as nobody and write here.
        File.SetUnixFileMode(_directory, (UnixFileMode)511);
    }

    public void Dispose()
    {
        _rig.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Process_Killed_PriorityFallsAndTheOtherTakesOver_Restarted_ItComesBack()
    {
        string program = $"kcweb{Environment.ProcessId % 100000}";
        string copy = Path.Combine(_directory, program);
        File.Copy("/bin/sleep", copy);
        ClusterDefinition definition = Tracking(new TrackDefinition { Kind = TrackKind.Process, Target = "web" }) with
        {
            TrackProcesses = [new TrackProcessDefinition { Name = "web", Process = program, Weight = -60 }],
        };
        Process web = Process.Start(copy, "600");
        try
        {
            using var a = new Vrrp.Director(_a);
            using var b = new Vrrp.Director(_b);
            a.Runtime.Apply(definition);
            a.WaitForState(VrrpState.Master);
            b.Runtime.Apply(definition);
            b.WaitForState(VrrpState.Backup);
            Assert.Equal((150, "1 of 1 processes " + program), (a.Status.EffectivePriority, a.Status.Tracks[0].Reason));

            web.Kill();
            web.WaitForExit();
            b.WaitForState(VrrpState.Master);
            a.WaitForState(VrrpState.Backup);
            WaitFor.True(() => _b.Holds(Cluster.Vip) && !_a.Holds(Cluster.Vip), "the VIP on b alone", b.Describe);
            Assert.Equal(90, a.Status.EffectivePriority);
            TrackStatus track = Assert.Single(a.Status.Tracks);
            Assert.Equal(("process", "web", false, -60, false, $"0 of 1 processes {program}"), (track.Kind, track.Target, track.Up, track.PriorityOffset, track.CausesFault, track.Reason));
            Assert.Contains(a.Events, happened => happened is TrackChanged { Kind: "process", Target: "web", Up: false });

            web = Process.Start(copy, "600");
            a.WaitForState(VrrpState.Master);
            b.WaitForState(VrrpState.Backup);
            Assert.Equal(150, a.Status.EffectivePriority);
        }
        finally
        {
            web.Kill();
            web.WaitForExit();
        }
    }

    [Fact]
    public void Script_WeightZero_Fails_Fault_Recovers_ItComesBack()
    {
        string flag = Path.Combine(_directory, "healthy");
        File.WriteAllText(flag, "");
        ClusterDefinition definition = Tracking(new TrackDefinition { Kind = TrackKind.Script, Target = "chk" }) with
        {
            TrackScripts = [new TrackScriptDefinition { Name = "chk", Command = $"/usr/bin/test -e '{flag}'", Interval = TimeSpan.FromMilliseconds(200), Fall = 2 }],
        };
        using var a = new Vrrp.Director(_a);
        using var b = new Vrrp.Director(_b);
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition);
        b.WaitForState(VrrpState.Backup);

        File.Delete(flag);
        a.WaitForState(VrrpState.Fault);
        b.WaitForState(VrrpState.Master);
        VrrpTransition fault = a.Transitions[^1];
        Assert.Equal((TransitionCause.TrackFailed, "script chk is down: exit code 1"), (fault.Cause, fault.Detail));
        Assert.True(a.Status.Tracks[0].CausesFault);
        WaitFor.True(() => _b.Holds(Cluster.Vip) && !_a.Holds(Cluster.Vip), "the VIP on b alone", b.Describe);

        File.WriteAllText(flag, "");
        a.WaitForState(VrrpState.Master);
        b.WaitForState(VrrpState.Backup);
        Assert.Contains(a.Transitions, transition => transition is { To: VrrpState.Backup, Cause: TransitionCause.TrackRecovered });
    }

    [Fact]
    public void Script_FirstResultIsAwaited_TheInstanceTakesNoPartUntilThen()
    {
        ClusterDefinition definition = Tracking(new TrackDefinition { Kind = TrackKind.Script, Target = "slow" }) with
        {
            TrackScripts = [new TrackScriptDefinition { Name = "slow", Command = "/bin/sh -c 'sleep 2; exit 1'", Interval = TimeSpan.FromSeconds(5) }],
        };
        using var a = new Vrrp.Director(_a);
        long start = Stopwatch.GetTimestamp();
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Fault);

        // A takeover would have come after 1.1 s.
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2000, 5000);
        Assert.Equal(VrrpState.Fault, Assert.Single(a.Transitions).To);
        Assert.False(_a.Holds(Cluster.Vip));
    }

    [Fact]
    public void FileAndInterface_MoveThePriority()
    {
        string file = Path.Combine(_directory, "later", "weight");
        _a.Wire("eth1", "192.168.201.1/24");
        ClusterDefinition definition = Tracking(
            new TrackDefinition { Kind = TrackKind.File, Target = "load" },
            new TrackDefinition { Kind = TrackKind.Interface, Target = "eth1", Weight = -20 }) with
        {
            TrackFiles = [new TrackFileDefinition { Name = "load", Path = file }],
        };
        using var a = new Vrrp.Director(_a);
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);

        // The directory is made after it was asked for.
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "-30\n");
        WaitFor.True(() => a.Status.EffectivePriority == 120, "150 - 30", a.Describe);
        _a.SetPort("eth1", up: false);
        WaitFor.True(() => a.Status.EffectivePriority == 100, "150 - 30 - 20", a.Describe);
        Assert.Equal(["value -30", "it has no carrier"], a.Status.Tracks.Select(track => track.Reason));
        long start = Stopwatch.GetTimestamp();
        File.WriteAllText(file, "10");
        WaitFor.True(() => a.Status.EffectivePriority == 140, "150 + 10 - 20", a.Describe);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0, 900); // told by inotify, not found by the reading once a second
        File.WriteAllText(file, "-254");
        a.WaitForState(VrrpState.Fault);
        File.Delete(file);
        a.WaitForState(VrrpState.Master);
        _a.SetPort("eth1", up: true);
        WaitFor.True(() => a.Status.EffectivePriority == 150, "all well", a.Describe);
    }

    [Fact]
    public async Task Notify_ProgramsGetKeepalivedsArguments_LinesOfThePipeComeInOrder()
    {
        string log = Path.Combine(_directory, "log");
        string program = Path.Combine(_directory, "notify");
        string pipe = Path.Combine(_directory, "pipe");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$(id -un) $*\" >> {log}\n");
        File.SetUnixFileMode(program, (UnixFileMode)493);
        ClusterDefinition plain = Cluster.Of(("a", 150));
        ClusterDefinition definition = plain with
        {
            Nodes = [new NodeDefinition { Name = "a", NotifyFifos = [new NotifyFifoDefinition { Path = pipe }] }],
            VrrpInstances =
            [
                plain.VrrpInstances[0] with
                {
                    Participants =
                    [
                        plain.VrrpInstances[0].Participants[0] with
                        {
                            Notify = new NotifyDefinition { Master = $"{program} 'now master'", Stop = $"{program} stopped", Any = $"{program} any" },
                        },
                    ],
                },
            ],
        };
        using var a = new Vrrp.Director(_a);
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => File.Exists(log) && File.ReadAllLines(log).Length == 3, "three runs", a.Describe);
        await using var reader = new FileStream(pipe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
        await a.Runtime.StopAsync(TimeSpan.Zero);

        byte[] bytes = new byte[4096];
        int length = reader.Read(bytes);
        Assert.Equal(
            "INSTANCE \"VI_1\" BACKUP 150\nINSTANCE \"VI_1\" MASTER 150\nINSTANCE \"VI_1\" STOP 150\n",
            global::System.Text.Encoding.UTF8.GetString(bytes, 0, length));
        Assert.Equal(
            ["nobody any INSTANCE VI_1 BACKUP 150", "nobody now master", "nobody any INSTANCE VI_1 MASTER 150", "nobody stopped", "nobody any INSTANCE VI_1 STOP 150"],
            await File.ReadAllLinesAsync(log));
        Assert.False(File.Exists(pipe));
        Assert.DoesNotContain(a.Events, happened => happened is EngineNotice { NoticeSeverity: not EventSeverity.Info });
    }

    [Fact]
    public void Notify_ProgramFails_IsAWarningAndTheElectionGoesOn()
    {
        ClusterDefinition plain = Cluster.Of(("a", 150));
        VrrpParticipantDefinition part = plain.VrrpInstances[0].Participants[0];
        using var a = new Vrrp.Director(_a);
        a.Runtime.Apply(plain.With(instance => instance with { Participants = [part with { Notify = new NotifyDefinition { Backup = "/bin/sh -c 'exit 7'", Any = "/no/such/program" } }] }));

        a.WaitForState(VrrpState.Master);
        a.WaitForEvent<EngineNotice>(notice => notice.Sentence == "notify VI_1: '/bin/sh -c 'exit 7'' for BACKUP failed: exit code 7", "the exit code");
        a.WaitForEvent<EngineNotice>(notice => notice.Sentence == "notify VI_1: '/no/such/program' for MASTER failed: /no/such/program does not exist", "the missing program");
    }

    /// <summary>a (150) with these tracks, b (100) without.</summary>
    private static ClusterDefinition Tracking(params TrackDefinition[] tracks) => Cluster.Of(("a", 150), ("b", 100)).With(instance => instance with
    {
        Participants = [instance.Participants[0] with { Tracks = tracks.ToValueArray() }, instance.Participants[1]],
    });
}
