using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;
using VrrpDirector = KeepaliveConsole.System.Tests.Vrrp.Director;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>Every kind of advert against keepalived, in both directions: who is higher owns, the other takes over, and gives back.</summary>
[Collection(NetworkCollection.Name)]
public sealed class MatrixTests : IDisposable
{
    private const string Password = "authentication {\n auth_type PASS\n auth_pass interop1\n }";
    private const string Header = "authentication {\n auth_type AH\n auth_pass interop1\n }";

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["v2 multicast"] = new(new Conf(2)),
        ["v2 PASS"] = new(new Conf(2, Password)),
        ["v2 AH"] = new(new Conf(2, Header)),
        ["v3 IPv4 multicast"] = new(new Conf(3)),
        ["v3 IPv4 10 addresses"] = new(new Conf(3, Vip: string.Join('\n', Enumerable.Range(16, 10).Select(last => $"192.168.200.{last}/24")))),
        ["v3 IPv4 checksum as v2"] = new(new Conf(3, "v3_checksum_as_v2")),
        ["v3 IPv6 multicast"] = new(new Conf(3, Vip: "fd00:200::16/64")),
        ["v2 unicast"] = new(new Conf(2), Peers("192.168.200.1", "192.168.200.2"), Peers("192.168.200.2", "192.168.200.1")),
        ["v3 unicast IPv4"] = new(new Conf(3), Peers("192.168.200.1", "192.168.200.2"), Peers("192.168.200.2", "192.168.200.1")),
        ["v3 unicast IPv6"] = new(new Conf(3, Vip: "fd00:200::16/64"), Peers("fd00:200::1", "fd00:200::2"), Peers("fd00:200::2", "fd00:200::1")),
        ["virtual MAC on our side"] = new(new Conf(3), "use_vmac", ""),
        ["virtual MAC on their side"] = new(new Conf(3), "", "use_vmac"),
        ["virtual MAC on both sides"] = new(new Conf(3, "use_vmac")),
        ["virtual MAC, adverts from the base interface"] = new(new Conf(3, "use_vmac\nvmac_xmit_base")),
        ["virtual MAC with IPv6"] = new(new Conf(3, "use_vmac", "fd00:200::16/64")),
        ["excluded addresses of the other family"] = new(new Conf(3, "virtual_ipaddress_excluded {\n fd00:200::17/64\n }")),
    };

    private readonly InteropNet _net = new();

    public static TheoryData<string> Names => [.. s_cases.Keys];

    public void Dispose() => _net.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void TheyAreHigher_WeStandBy_TakeOver_AndGiveBack(string name)
    {
        (Conf conf, string ours, string theirs) = s_cases[name];
        var keepalived = new KeepalivedProcess(_net.Theirs, conf.Text(200, theirs));
        try
        {
            WaitFor.True(() => InteropNet.Holds(_net.Theirs, conf.Address), "keepalived to become master");
            using VrrpDirector a = InteropNet.Start(_net.Ours, conf, 100, ours);
            a.WaitForState(VrrpState.Backup);
            InteropNet.WaitForAdverts(a, 5);
            InteropNet.AssertAtPeace(a, VrrpState.Backup);
            Assert.Equal(200, a.Status.Owner!.Priority);
            Assert.False(InteropNet.Holds(_net.Ours, conf.Address));

            keepalived.Stop();
            a.WaitForState(VrrpState.Master);
            InteropNet.WaitForOwner(conf.Address, _net.Ours, a.Describe, _net.Ours, _net.Theirs);
            Assert.Equal(TransitionCause.MasterReleased, a.Status.LastTransition!.Cause);

            keepalived.Dispose();
            keepalived = new KeepalivedProcess(_net.Theirs, conf.Text(200, theirs));
            a.WaitForState(VrrpState.Backup);
            InteropNet.WaitForOwner(conf.Address, _net.Theirs, a.Describe, _net.Ours, _net.Theirs);
            InteropNet.AssertAtPeace(a, VrrpState.Backup);
        }
        finally
        {
            keepalived.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task WeAreHigher_TheyStandBy_TakeOver_AndGiveBack(string name)
    {
        (Conf conf, string ours, string theirs) = s_cases[name];
        using (VrrpDirector a = InteropNet.Start(_net.Ours, conf, 200, ours))
        {
            a.WaitForState(VrrpState.Master);
            InteropNet.WaitForOwner(conf.Address, _net.Ours, a.Describe, _net.Ours);
            using var keepalived = new KeepalivedProcess(_net.Theirs, conf.Text(100, theirs));
            // Long enough for keepalived to have become master if it did not hear us.
            InteropNet.WaitForSent(a, 8);
            Assert.False(InteropNet.Holds(_net.Theirs, conf.Address), a.Describe());
            InteropNet.AssertAtPeace(a, VrrpState.Master);

            await a.Runtime.StopAsync(null);
            InteropNet.WaitForOwner(conf.Address, _net.Theirs, a.Describe, _net.Ours, _net.Theirs);

            using VrrpDirector again = InteropNet.Start(_net.Ours, conf, 200, ours);
            again.WaitForState(VrrpState.Master);
            InteropNet.WaitForOwner(conf.Address, _net.Ours, again.Describe, _net.Ours, _net.Theirs);
            InteropNet.AssertAtPeace(again, VrrpState.Master);
        }
    }

    private static string Peers(string source, string peer) => $"unicast_src_ip {source}\nunicast_peer {{\n {peer}\n }}";

    private sealed record Case(Conf Conf, string Ours = "", string Theirs = "");
}
