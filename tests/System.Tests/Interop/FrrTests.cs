using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;
using VrrpDirector = KeepaliveConsole.System.Tests.Vrrp.Director;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>A second implementation that shares no code with keepalived: FRR's vrrpd, in both directions.</summary>
[Collection(JudgeCollection.Name)]
public sealed class FrrTests : IDisposable
{
    private const string Vip6 = "fe80::5:16";

    private readonly InteropNet _net = new();

    public static TheoryData<int, bool> Kinds => new() { { 2, false }, { 3, false }, { 3, true } };

    public void Dispose() => _net.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void FrrIsHigher_WeStandBy_TakeOver_AndGiveBack(int version, bool ipv6)
    {
        Conf conf = ConfOf(version, ipv6);
        using VrrpDirector a = InteropNet.Start(_net.Ours, conf, 100);
        using (FrrRouter frr = Start(version, 200, ipv6))
        {
            WaitFor.True(() => frr.IsMaster(ipv6), "FRR to become master", a.Describe);
            a.WaitForState(VrrpState.Backup);
            InteropNet.WaitForAdverts(a, 5);
            InteropNet.AssertAtPeace(a, VrrpState.Backup);
            Assert.Equal(200, a.Status.Owner!.Priority);
            frr.Stop();
        }

        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => InteropNet.Holds(_net.Ours, conf.Address), "the address here", a.Describe);

        using FrrRouter again = Start(version, 200, ipv6);
        a.WaitForState(VrrpState.Backup);
        WaitFor.True(() => again.IsMaster(ipv6) && !InteropNet.Holds(_net.Ours, conf.Address), "FRR alone to own", a.Describe);
        InteropNet.AssertAtPeace(a, VrrpState.Backup);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WeAreHigher_FrrStandsBy_TakesOver_AndGivesBack(int version, bool ipv6)
    {
        Conf conf = ConfOf(version, ipv6);
        using FrrRouter frr = Start(version, 100, ipv6);
        using (VrrpDirector a = InteropNet.Start(_net.Ours, conf, 200))
        {
            a.WaitForState(VrrpState.Master);
            WaitFor.True(() => !frr.IsMaster(ipv6), "FRR to stand by", a.Describe);
            InteropNet.WaitForSent(a, 8);
            Assert.False(frr.IsMaster(ipv6), a.Describe());
            InteropNet.AssertAtPeace(a, VrrpState.Master);
            await a.Runtime.StopAsync(null);
        }

        WaitFor.True(() => frr.IsMaster(ipv6), "FRR to take over");
        Assert.False(InteropNet.Holds(_net.Ours, conf.Address));

        using VrrpDirector again = InteropNet.Start(_net.Ours, conf, 200);
        again.WaitForState(VrrpState.Master);
        WaitFor.True(() => !frr.IsMaster(ipv6), "FRR to give back", again.Describe);
    }

    private static Conf ConfOf(int version, bool ipv6) => new(version, Vip: ipv6 ? $"{Vip6}/64" : "192.168.200.16/24");

    private FrrRouter Start(int version, int priority, bool ipv6) =>
        new(_net.Theirs, version, priority, ipv6 ? null : "192.168.200.16", ipv6 ? Vip6 : null);
}
