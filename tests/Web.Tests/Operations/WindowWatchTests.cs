using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Operations.Windows;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Operations;

/// <summary>The decision when a change goes back, without a clock.</summary>
public sealed class WindowWatchTests
{
    private const string First = "10.88.0.101:80";
    private const string Second = "10.88.0.102:80";

    [Theory]
    [InlineData(59_999, null)]
    [InlineData(60_000, "nobody confirmed it in time")]
    public void TheTimeAlone_EndsIt(int elapsedMs, string? reason)
        => Assert.Equal(reason, Watch("").Look(TimeSpan.FromMilliseconds(elapsedMs), FakeStatus.Healthy(), TimeSpan.FromHours(1)));

    [Fact]
    public void ASecondMaster_EndsIt_ButNotOneThatWasThereBefore()
    {
        EngineStatus split = FakeStatus.Healthy().WithInstance(instance => instance with { SplitBrain = FakeStatus.SplitBrain() });
        Assert.Equal("guard two-masters: VI_WEB has a second master, 10.88.0.12", Look(Watch("two-masters"), split));
        Assert.Null(Look(Watch("two-masters", split), split));
        Assert.Null(Look(Watch("quorum-lost"), split));
    }

    [Fact]
    public void ALostQuorum_EndsIt_ButNotOneThatWasLostBefore_NorThatOfANewServiceBeforeItHadOne()
    {
        EngineStatus lost = Quorum(FakeStatus.Healthy(), false);
        Assert.Equal($"guard quorum-lost: {FakeStatus.Service} lost its quorum, weight 0 of 1", Look(Watch("quorum-lost"), lost));
        WindowWatch watch = Watch("quorum-lost", lost);
        Assert.Null(Look(watch, lost));
        Assert.Null(Look(watch, FakeStatus.Healthy()));
        Assert.NotNull(Look(watch, lost));
    }

    [Fact]
    public void SoManyMoreServersDown_EndIt_NotThoseThatWereDown_NorThoseThatAnOperatorTookOut()
    {
        EngineStatus healthy = FakeStatus.Healthy();
        EngineStatus one = Down(healthy, First), two = Down(one, Second);
        Assert.Null(Look(Watch("servers-down:2"), one));
        Assert.Equal($"guard servers-down:2: 2 more real servers are down: {FakeStatus.Service} {First}, {FakeStatus.Service} {Second}", Look(Watch("servers-down:2"), two));
        Assert.Null(Look(Watch("servers-down:2", one), two));
        Assert.Null(Look(Watch("servers-down:2"), two.With(Second, real => real with { Admin = AdminState.Maintenance })));
    }

    [Fact]
    public void Silence_EndsIt_AfterARestartOnlyOnceThereWasTimeToComeBack()
    {
        TimeSpan silent = WindowWatch.LongestSilence + TimeSpan.FromMilliseconds(1);
        Assert.Null(Watch("connection-lost").Look(TimeSpan.FromSeconds(20), FakeStatus.Healthy(), WindowWatch.LongestSilence));
        Assert.StartsWith("guard connection-lost: nothing was heard for 15 s", Watch("connection-lost").Look(TimeSpan.FromSeconds(20), FakeStatus.Healthy(), silent), StringComparison.Ordinal);
        WindowWatch resumed = new(Terms("connection-lost", FakeStatus.Healthy()), TimeSpan.FromMinutes(1), "l1", isResumed: true);
        Assert.Null(resumed.Look(WindowWatch.ComeBack, FakeStatus.Healthy(), silent));
        Assert.NotNull(resumed.Look(WindowWatch.ComeBack + TimeSpan.FromMilliseconds(1), FakeStatus.Healthy(), silent));
    }

    [Fact]
    public void AnotherNode_KeepsOnlyTheTime()
    {
        var watch = new WindowWatch(Terms("two-masters,connection-lost", FakeStatus.Healthy()), TimeSpan.FromMinutes(1), "l2", isResumed: false);
        Assert.Empty(watch.Guards);
        Assert.Null(watch.Look(TimeSpan.FromSeconds(59), FakeStatus.Healthy(), TimeSpan.FromHours(1)));
        Assert.NotNull(watch.Look(TimeSpan.FromSeconds(60), FakeStatus.Healthy(), TimeSpan.Zero));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"node\":3}")]
    public void TermsThatCannotBeRead_MeanNoGuard(string json) => Assert.Empty(WindowTerms.Read(json).Guards);

    [Fact]
    public void Terms_AreReadAsTheyWereWritten()
    {
        WindowTerms terms = Terms("servers-down:3,two-masters", Down(FakeStatus.Healthy(), First));
        WindowTerms read = WindowTerms.Read(terms.Write());
        Assert.Equal(["servers-down:3", "two-masters"], read.Guards);
        Assert.Equal([$"{FakeStatus.Service} {First}"], read.Down);
        Assert.Equal([FakeStatus.Service], read.WithQuorum);
        Assert.Equal("l1", read.Node);
    }

    private static string? Look(WindowWatch watch, EngineStatus picture) => watch.Look(TimeSpan.FromSeconds(1), picture, TimeSpan.Zero);

    private static WindowWatch Watch(string guards, EngineStatus? before = null) => new(Terms(guards, before ?? FakeStatus.Healthy()), TimeSpan.FromMinutes(1), "l1", isResumed: false);

    private static WindowTerms Terms(string guards, EngineStatus before)
    {
        ValueArray<WindowGuard> read = WindowGuard.Read(guards, out string? problem);
        Assert.Null(problem);
        return WindowTerms.Of(read, before);
    }

    private static EngineStatus Down(EngineStatus status, string server) => status.With(server, real => real with { State = RealServerState.Down });

    private static EngineStatus Quorum(EngineStatus status, bool isUp) => status with
    {
        VirtualServices = [status.VirtualServices[0] with { QuorumUp = isUp, AliveWeight = 0 }],
    };
}
