using System.Diagnostics;
using System.Threading.Channels;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Processes;
using KeepaliveConsole.Engine.Runtime.Tracking;
using KeepaliveConsole.Engine.Tests.Balancing;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Tracking;

/// <summary>The thread with real programs, processes and files.</summary>
public sealed class TrackRuntimeTests : IDisposable
{
    private readonly Channel<string> _changed = Channel.CreateUnbounded<string>();
    private readonly RecordingSink _sink = new();
    private readonly ProgramThread _programs = new();
    private readonly TrackRuntime _tracks;

    public TrackRuntimeTests()
    {
        _tracks = new TrackRuntime("a", _sink, _programs, TimeProvider.System, name => _changed.Writer.TryWrite(name));
        _tracks.Start();
    }

    public void Dispose()
    {
        _tracks.Dispose();
        _programs.Dispose();
    }

    [Fact]
    public async Task Script_Fails_TheInstanceIsTold()
    {
        _tracks.Apply(Cluster(new TrackDefinition { Kind = TrackKind.Script, Target = "chk" }));

        Assert.Equal("VI_1", await ChangeAsync());
        Assert.Equal(new TrackEffect(0, "script chk is down: exit code 1: not today"), _tracks.EffectOf("VI_1"));
        Assert.Equal("Tracked script chk is down: exit code 1: not today.", Assert.Single(_sink.Events).Sentence);
    }

    [Fact]
    public async Task Process_ComesAndGoes_TheInstanceIsTold()
    {
        _tracks.Apply(Cluster(new TrackDefinition { Kind = TrackKind.Process, Target = "sleeper" }));
        Assert.Equal("VI_1", await ChangeAsync());
        Assert.NotNull(_tracks.EffectOf("VI_1")!.Value.Fault);

        using (Process sleeper = Process.Start("/bin/sleep", "66.125"))
        {
            Assert.Equal("VI_1", await ChangeAsync());
            Assert.Equal(TrackEffect.None, _tracks.EffectOf("VI_1"));
            sleeper.Kill();
            Assert.Equal("VI_1", await ChangeAsync());
        }

        Assert.Equal("process sleeper is down: 0 of 1 processes sleep", _tracks.EffectOf("VI_1")!.Value.Fault);
    }

    [Fact]
    public async Task NothingTrackedAnyMore_TheEffectGoes()
    {
        _tracks.Apply(Cluster(new TrackDefinition { Kind = TrackKind.Script, Target = "chk" }));
        await ChangeAsync();

        _tracks.Apply(Cluster());

        Assert.Equal("VI_1", await ChangeAsync());
        Assert.Equal(TrackEffect.None, _tracks.EffectOf("VI_1"));
        Assert.Empty(_tracks.Snapshot("VI_1"));
    }

    private static ClusterDefinition Cluster(params TrackDefinition[] tracks) => new()
    {
        VrrpInstances =
        [
            new VrrpInstanceDefinition
            {
                Name = "VI_1",
                VirtualRouterId = new VirtualRouterId(51),
                Participants = [new VrrpParticipantDefinition { Node = "a", Interface = "eth0", Tracks = tracks.ToValueArray() }],
            },
        ],
        TrackScripts = [new TrackScriptDefinition { Name = "chk", Command = "/bin/sh -c 'echo not today; exit 1'", Interval = TimeSpan.FromMinutes(5) }],
        TrackProcesses = [new TrackProcessDefinition { Name = "sleeper", Process = "sleep", ParameterMatch = ParameterMatch.Exact, Parameters = ["66.125"] }],
    };

    private Task<string> ChangeAsync() => _changed.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}
