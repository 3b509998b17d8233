using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.Maintenance;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Pages;

public class FailoverRunTests
{
    private static readonly DateTimeOffset s_noon = FakeStatus.Noon;
    private static readonly VrrpInstanceStatus s_before = FakeStatus.Healthy().Vrrp[0];
    private readonly FailoverRun _run = new(s_before, s_noon);

    private static VrrpInstanceStatus Moved(VrrpState from, VrrpState to, TransitionCause cause, double afterMs) =>
        s_before with { State = to, LastTransition = new VrrpTransitionRecord(s_noon.AddMilliseconds(afterMs), from, to, cause, "", "") };

    [Fact]
    public void NobodyTookOver_CameBack()
    {
        _run.See(Moved(VrrpState.Master, VrrpState.Backup, TransitionCause.Yielded, 2), s_noon.AddSeconds(1), [], s_noon.AddSeconds(1));
        Assert.Equal(RunState.Running, _run.State);

        _run.See(Moved(VrrpState.Backup, VrrpState.Master, TransitionCause.NoSuccessor, 1000), s_noon.AddSeconds(2), [], s_noon.AddSeconds(2));

        Assert.Equal(RunState.CameBack, _run.State);
        Assert.Null(_run.Total);
    }

    [Fact]
    public void SuccessorHeard_ButAddressStillHere_GoesOn()
    {
        _run.See(Moved(VrrpState.Master, VrrpState.Backup, TransitionCause.Yielded, 2), s_noon.AddSeconds(1),
            [FakeFrames.Advert(s_noon, isSent: true, priority: 0), FakeFrames.Advert(s_noon.AddMilliseconds(400), isSent: false, priority: 150)], s_noon.AddSeconds(1));

        Assert.Equal(RunState.Running, _run.State);
        Assert.Equal(400, _run.Total!.Value.TotalMilliseconds);
    }

    [Fact]
    public void FramesFromBefore_DoNotCount()
    {
        _run.See(s_before, s_noon, [FakeFrames.Advert(s_noon.AddSeconds(-1), isSent: true, priority: 0)], s_noon);

        Assert.Null(_run.ReleaseSentAt);
    }

    [Fact]
    public void Silence_IsOverdueAfterThirtySeconds()
    {
        _run.See(s_before, s_noon, [], s_noon.AddSeconds(30));
        Assert.Equal(RunState.Running, _run.State);

        _run.See(s_before, s_noon, [], s_noon.AddSeconds(31));
        Assert.Equal(RunState.Overdue, _run.State);
    }

    [Fact]
    public void Refused_IsOver()
    {
        _run.Answered(accepted: false, "No.");

        Assert.Equal((RunState.Refused, "No."), (_run.State, _run.Message));
    }
}
