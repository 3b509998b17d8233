using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Conntrack;
using KeepaliveConsole.Engine.Runtime.Balancing;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public sealed class TrackingRoomTests
{
    private readonly TrackingRoom _room = new();

    [Fact]
    public void NearlyFull_IsToldOnce_AndOnceWhenThereIsRoomAgain()
    {
        Assert.Null(Look(899));
        EngineNotice tight = Assert.IsType<EngineNotice>(Look(900));
        Assert.Null(Look(1000));
        Assert.Null(Look(750));
        EngineNotice roomy = Assert.IsType<EngineNotice>(Look(749));
        Assert.Null(Look(749));

        Assert.Equal((EventSeverity.Critical, EventSeverity.Info), (tight.Severity, roomy.Severity));
        Assert.Contains("900 of 1000 tracked connections", tight.Message, StringComparison.Ordinal);
        Assert.Contains("net.netfilter.nf_conntrack_max", tight.Message, StringComparison.Ordinal);
        Assert.NotNull(Look(950));
    }

    [Fact]
    public void WhereNothingIsTracked_NothingIsTold()
    {
        Assert.Null(_room.Look(null));
        Assert.Null(_room.Look(new TrackedConnections(5, 0)));
    }

    private EngineNotice? Look(long count) => _room.Look(new TrackedConnections(count, 1000));
}
