using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Forwarding;
using KeepaliveConsole.Engine.Runtime.Balancing;
using Microsoft.Extensions.Logging.Abstractions;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public sealed class BalancerRuntimeTests : IDisposable
{
    private const string Web = "10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly FakeLoadBalancer _kernel = new();
    private readonly RecordingSink _sink = new();
    private readonly HandTurnedTime _time = new();
    private readonly EngineOptions _options = new() { SweepInterval = TimeSpan.FromSeconds(3) };
    private readonly BalancerRuntime _runtime;

    public BalancerRuntimeTests() => _runtime = new BalancerRuntime(_kernel, new ForwardingOn(), _options, _sink, NullLoggerFactory.Instance, _time);

    public void Dispose() => _runtime.Dispose();

    [Fact]
    public void SetWanted_Any_ReachesTheKernelOnAnotherThread()
    {
        _runtime.SetWanted(Table(Web), _ => "web");

        WaitFor(() => _runtime.Actual.Services.Count == 1 && _runtime.Actual.Services[0].Destinations.Count == 2);
        Assert.Equal(Content(Table(Web)), Content(_runtime.Actual));
        Assert.Equal("fake", _runtime.Kind);
        Assert.Null(_runtime.Problem);
    }

    [Fact]
    public void Stop_ByDefault_RemovesOursLetsTheKernelGoAndEndsTheThread()
    {
        _runtime.SetWanted(Table(Web), _ => "web");
        WaitFor(() => _runtime.Actual.Services.Count == 1);

        _runtime.Stop(TableOnStop.RemoveOwn);

        Assert.Empty(_kernel.Table.Services);
        Assert.True(_kernel.Disposed);
    }

    [Fact]
    public void Stop_KeepTable_LeavesItAsItIs()
    {
        _runtime.SetWanted(Table(Web), _ => "web");
        WaitFor(() => _runtime.Actual.Services.Count == 1);

        _runtime.Stop(TableOnStop.Keep);

        Assert.Equal(Content(Table(Web)), Content(_kernel.Table));
        Assert.True(_kernel.Disposed);
    }

    [Fact]
    public void Stop_DefinitionSaysFlush_EmptiesTheWholeTable()
    {
        _kernel.Table = Table("10.9.9.9:80 rr | 10.2.0.109:80=1");
        _runtime.SetDefinition(new LoadBalancerDefinition { OnStop = TableOnStop.Flush });
        _runtime.SetWanted(Table(Web), _ => "web");
        WaitFor(() => _runtime.Actual.Services.Count == 2);

        _runtime.Stop();

        Assert.Empty(_kernel.Table.Services);
        Assert.Equal(1, _kernel.Flushes);
        Assert.Equal(BalancerSettings.None, _kernel.Settings[^1]);
    }

    [Fact]
    public void Stop_DefinitionSaysKeep_LeavesTableAndSettings()
    {
        _runtime.SetDefinition(new LoadBalancerDefinition { OnStop = TableOnStop.Keep, TcpTimeout = TimeSpan.FromSeconds(60) });
        _runtime.SetWanted(Table(Web), _ => "web");
        WaitFor(() => _runtime.Actual.Services.Count == 1);

        _runtime.Stop();

        Assert.Equal(Content(Table(Web)), Content(_kernel.Table));
        Assert.DoesNotContain(BalancerSettings.None, _kernel.Settings);
    }

    [Fact]
    public void SetWanted_FlushOnStart_EmptiesTheTableOnceBeforeAnythingElse()
    {
        _kernel.Table = Table("10.9.9.9:80 rr | 10.2.0.109:80=1");
        _runtime.SetDefinition(new LoadBalancerDefinition { FlushOnStart = true });
        _runtime.SetWanted(Table(Web), _ => "web");
        WaitFor(() => _runtime.Actual.Services.Count == 1);
        _runtime.SetWanted(Table("10.88.0.100:81 rr |"), _ => "web");
        WaitFor(() => _runtime.Actual.Find(Key("10.88.0.100:81")) is not null);

        Assert.Equal(Content(Table("10.88.0.100:81 rr |")), Content(_kernel.Table));
        Assert.Equal(1, _kernel.Flushes);
    }

    [Fact]
    public void LookAtRole_MastershipMoved_TheSyncDaemonFollows()
    {
        bool master = false;
        using var runtime = new BalancerRuntime(_kernel, new ForwardingOn(), _options, _sink, NullLoggerFactory.Instance, _time, instance => instance == "VI_1" && master);
        runtime.SetDefinition(new LoadBalancerDefinition { SyncDaemon = new SyncDaemonDefinition { Interface = "eth0", Instance = "VI_1" } });
        WaitFor(() => _kernel.Settings is [.., { SyncRole: SyncRole.Backup }]);

        master = true;
        runtime.LookAtRole();

        WaitFor(() => _kernel.Settings is [.., { SyncRole: SyncRole.Master }]);
        runtime.Stop(TableOnStop.Keep);
        Assert.Equal(SyncRole.Master, _kernel.Settings[^1].SyncRole);
    }

    [Fact]
    public void Dispose_KeepTableOnExit_LeavesItAsItIs()
    {
        _options.KeepTableOnExit = true;
        _runtime.SetWanted(Table(Web), _ => "web");
        WaitFor(() => _runtime.Actual.Services.Count == 1);

        _runtime.Dispose();

        Assert.Equal(Content(Table(Web)), Content(_kernel.Table));
    }

    [Fact]
    public void SetWanted_AfterStop_IsHarmless()
    {
        _runtime.Stop(TableOnStop.RemoveOwn);
        _runtime.Stop(TableOnStop.Keep);

        _runtime.SetWanted(Table(Web), _ => "web");
        _time.Elapse();

        Assert.Empty(_kernel.Table.Services);
    }

    [Fact]
    public void Sweep_IsAskedForTwiceEverySweepInterval()
    {
        Assert.Equal((TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.5)), (_time.DueTime, _time.Period));
        _runtime.SetWanted(Table(Web), _ => "web");
        WaitFor(() => _runtime.Actual.Services.Count == 1);
        _kernel.Table = Table("10.88.0.100:80 wrr | 10.2.0.101:80=3");

        _time.Elapse();

        WaitFor(() => _kernel.Table.Services[0].Destinations.Count == 2);
    }

    [Fact]
    public void SetWanted_NameGivesAFault_IsToldAndTheThreadGoesOn()
    {
        _runtime.SetWanted(Table(Web), _ => throw new InvalidOperationException("no such name"));
        var said = new List<string>();
        WaitFor(() =>
        {
            said.AddRange(_sink.Take());
            return said.Count > 0;
        });

        _runtime.SetWanted(Table("10.88.0.100:81 rr |"), _ => "other");

        WaitFor(() => _runtime.Actual.Find(Key("10.88.0.100:81")) is not null);
        Assert.Equal(["load balancer: an internal fault (no such name); the table is compared again at the next sweep"], said);
    }

    [Fact]
    public async Task Cut_AnyPlaces_GivesWhatTheLoadBalancerSays()
    {
        BalancerTable table = Table(Web);
        IReadOnlyList<BalancerPlace> asked = [];
        _kernel.Cuts = places =>
        {
            asked = places;
            return "not now";
        };

        string? problem = await _runtime.CutAsync([new BalancerPlace(table.Services[0], table.Services[0].Destinations[1])]).WaitAsync(s_patience);

        Assert.Equal("not now", problem);
        Assert.Equal("10.2.0.102:80", Assert.Single(asked).Destination.EndpointName);
    }

    [Fact]
    public async Task Cut_LoadBalancerThrows_TheFaultIsTheAnswerAndTheThreadGoesOn()
    {
        _kernel.Cuts = _ => throw new InvalidOperationException("no such flow");

        string? problem = await _runtime.CutAsync([]).WaitAsync(s_patience);

        Assert.Equal("an internal fault: no such flow", problem);
        Assert.Equal(["load balancer: an internal fault (no such flow); the table is compared again at the next sweep"], _sink.Take());
        _runtime.SetWanted(Table(Web), _ => "web");
        WaitFor(() => _runtime.Actual.Services.Count == 1);
    }

    [Fact]
    public async Task Cut_AfterTheStop_IsAnsweredToo()
    {
        _runtime.Stop(TableOnStop.Keep);

        Assert.Equal("the engine stops", await _runtime.CutAsync([]).WaitAsync(s_patience));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SignOfDrift_IsAskedForOnlyWhereThereIsOne(bool hasSign)
    {
        var kernel = new FakeLoadBalancer { HasSign = hasSign };
        var runtime = new BalancerRuntime(kernel, new ForwardingOn(), _options, _sink, NullLoggerFactory.Instance, _time);
        // Two looks of 250 ms on the one; the other is only waited for as long.
        SpinWait.SpinUntil(() => kernel.SignsAsked > 1, hasSign ? s_patience : TimeSpan.FromMilliseconds(600));
        runtime.Dispose();

        Assert.Equal(hasSign, kernel.SignsAsked > 0);
    }

    // The thread is a real one, so its work is waited for; nothing here depends on how long that takes.
    private static void WaitFor(Func<bool> done) => Assert.True(SpinWait.SpinUntil(done, s_patience), "the balancer's thread did not do its work");

    private sealed class ForwardingOn : IIpForwarding
    {
        public ForwardingOutcome Ensure(out string? problem)
        {
            problem = null;
            return ForwardingOutcome.AlreadyOn;
        }

        public string? IPv6Problem() => null;
    }

    /// <summary>Its one timer elapses when told to.</summary>
    private sealed class HandTurnedTime : TimeProvider
    {
        private TimerCallback? _callback;

        public TimeSpan DueTime { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Elapse() => _callback!(null);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, DueTime, Period) = (callback, dueTime, period);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // Nothing runs.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
