using System.Diagnostics;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;
using VrrpDirector = KeepaliveConsole.System.Tests.Vrrp.Director;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>Preemption, the owner and three routers, mixed with keepalived.</summary>
[Collection(InteropCollection.Name)]
public sealed class PreemptionTests : IDisposable
{
    private static readonly Conf s_conf = new(3);

    private readonly InteropNet _net = new();

    public void Dispose() => _net.Dispose();

    [Fact]
    public void WeDoNotPreempt_TheLowerKeepalivedStaysMaster()
    {
        using var keepalived = new KeepalivedProcess(_net.Theirs, s_conf.Text(100));
        WaitFor.True(() => InteropNet.Holds(_net.Theirs, s_conf.Address), "keepalived to become master");
        using VrrpDirector a = InteropNet.Start(_net.Ours, s_conf, 200, "nopreempt");
        a.WaitForState(VrrpState.Backup);

        InteropNet.WaitForAdverts(a, 12);

        InteropNet.AssertAtPeace(a, VrrpState.Backup);
        Assert.True(InteropNet.Holds(_net.Theirs, s_conf.Address));
    }

    [Fact]
    public void KeepalivedDoesNotPreempt_WeStayMaster()
    {
        using VrrpDirector a = InteropNet.Start(_net.Ours, s_conf, 100);
        a.WaitForState(VrrpState.Master);
        using var keepalived = new KeepalivedProcess(_net.Theirs, s_conf.Text(200, "nopreempt"));

        InteropNet.WaitForSent(a, 12);

        InteropNet.AssertAtPeace(a, VrrpState.Master);
        Assert.False(InteropNet.Holds(_net.Theirs, s_conf.Address));
    }

    [Fact]
    public void WePreemptAfterTheDelay()
    {
        using var keepalived = new KeepalivedProcess(_net.Theirs, s_conf.Text(100));
        WaitFor.True(() => InteropNet.Holds(_net.Theirs, s_conf.Address), "keepalived to become master");
        using VrrpDirector a = InteropNet.Start(_net.Ours, s_conf, 200, "preempt_delay 2");
        a.WaitForState(VrrpState.Backup);
        InteropNet.WaitForAdverts(a, 1);
        long heard = Stopwatch.GetTimestamp();

        a.WaitForState(VrrpState.Master);

        // 2 s from the first lower advert, then 3 intervals of 0.3 s and the skew of 66 ms after the last one within the delay.
        Assert.InRange(Stopwatch.GetElapsedTime(heard).TotalSeconds, 2.3, 4.5);
        Assert.Equal(TransitionCause.PreemptedLowerPriority, a.Status.LastTransition!.Cause);
        InteropNet.WaitForOwner(s_conf.Address, _net.Ours, a.Describe, _net.Ours, _net.Theirs);
    }

    [Fact]
    public void KeepalivedPreemptsAfterItsDelay_WeYield()
    {
        using VrrpDirector a = InteropNet.Start(_net.Ours, s_conf, 100);
        a.WaitForState(VrrpState.Master);
        using var keepalived = new KeepalivedProcess(_net.Theirs, s_conf.Text(200, "preempt_delay 2"));
        long started = Stopwatch.GetTimestamp();

        a.WaitForState(VrrpState.Backup);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 2.0, 6.0);
        Assert.Equal(TransitionCause.HigherPriorityHeard, a.Status.LastTransition!.Cause);
        InteropNet.WaitForOwner(s_conf.Address, _net.Theirs, a.Describe, _net.Ours, _net.Theirs);
    }

    [Fact]
    public void WeOwnTheAddress_MasterAtOnce_KeepalivedYields()
    {
        using var keepalived = new KeepalivedProcess(_net.Theirs, s_conf.Text(254));
        WaitFor.True(() => InteropNet.Holds(_net.Theirs, s_conf.Address), "keepalived to become master");

        using VrrpDirector a = InteropNet.Start(_net.Ours, s_conf, 255);

        a.WaitForState(VrrpState.Master);
        Assert.Equal(TransitionCause.AddressOwner, a.Transitions[0].Cause);
        InteropNet.WaitForOwner(s_conf.Address, _net.Ours, a.Describe, _net.Ours, _net.Theirs);
    }

    [Fact]
    public void KeepalivedOwnsTheAddress_WeYieldAtOnce()
    {
        using VrrpDirector a = InteropNet.Start(_net.Ours, s_conf, 254);
        a.WaitForState(VrrpState.Master);

        using var keepalived = new KeepalivedProcess(_net.Theirs, s_conf.Text(255));

        a.WaitForState(VrrpState.Backup);
        InteropNet.WaitForOwner(s_conf.Address, _net.Theirs, a.Describe, _net.Ours, _net.Theirs);
        Assert.Equal(255, a.Status.Owner!.Priority);
    }

    [Fact]
    public async Task ThreeMixed_TheNextBestTakesOver_EachTime()
    {
        RigNode third = _net.Add("b", 3);
        RigNode[] all = [_net.Ours, _net.Theirs, third];
        using VrrpDirector a = InteropNet.Start(_net.Ours, s_conf, 200);
        using var keepalived = new KeepalivedProcess(_net.Theirs, s_conf.Text(150));
        using VrrpDirector b = InteropNet.Start(third, s_conf, 100);
        InteropNet.WaitForOwner(s_conf.Address, _net.Ours, a.Describe, all);
        InteropNet.WaitForAdverts(b, 5);
        InteropNet.AssertAtPeace(b, VrrpState.Backup);

        await a.Runtime.StopAsync(null);
        InteropNet.WaitForOwner(s_conf.Address, _net.Theirs, b.Describe, all);

        keepalived.Stop();
        InteropNet.WaitForOwner(s_conf.Address, third, b.Describe, all);
        Assert.Equal(VrrpState.Master, b.Status.State);
    }
}
