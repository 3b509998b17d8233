using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;
using VrrpDirector = KeepaliveConsole.System.Tests.Vrrp.Director;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>Every kind of advert against keepalived, in both directions: who is higher owns, the other takes over, and gives back.</summary>
[Collection(InteropCollection.Name)]
public sealed class MatrixTests
{
    /// <summary>Cases played at the same time, each in a network of its own: they mostly wait.</summary>
    private const int AtOnce = 8;

    private const string Password = "authentication {\n auth_type PASS\n auth_pass interop1\n }";
    private const string Header = "authentication {\n auth_type AH\n auth_pass interop1\n }";

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["v2 multicast"] = new(new Conf(2)),
        ["v2 PASS"] = new(new Conf(2, Password)),
        ["v2 AH"] = new(new Conf(2, Header)),
        ["v3 IPv4 multicast"] = new(new Conf(3)),
        ["v3 IPv4 10 addresses"] = new(new Conf(3, Vip: string.Join('\n', Enumerable.Range(16, 10).Select(last => $"192.168.200.{last}/24")))),
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

    [Fact]
    public void TheyAreHigher_WeStandBy_TakeOver_AndGiveBack() => PlayEach((net, conf, ours, theirs) =>
    {
        var keepalived = new KeepalivedProcess(net.Theirs, conf.Text(200, theirs));
        try
        {
            WaitFor.True(() => InteropNet.Holds(net.Theirs, conf.Address), "keepalived to become master");
            using VrrpDirector a = InteropNet.Start(net.Ours, conf, 100, ours);
            a.WaitForState(VrrpState.Backup);
            InteropNet.WaitForAdverts(a, 5);
            InteropNet.AssertAtPeace(a, VrrpState.Backup);
            Assert.Equal(200, a.Status.Owner!.Priority);
            Assert.False(InteropNet.Holds(net.Ours, conf.Address));

            keepalived.Stop();
            a.WaitForState(VrrpState.Master);
            InteropNet.WaitForOwner(conf.Address, net.Ours, a.Describe, net.Ours, net.Theirs);
            Assert.Equal(TransitionCause.MasterReleased, a.Status.LastTransition!.Cause);

            keepalived.Dispose();
            keepalived = new KeepalivedProcess(net.Theirs, conf.Text(200, theirs));
            a.WaitForState(VrrpState.Backup);
            InteropNet.WaitForOwner(conf.Address, net.Theirs, a.Describe, net.Ours, net.Theirs);
            InteropNet.AssertAtPeace(a, VrrpState.Backup);
        }
        finally
        {
            keepalived.Dispose();
        }
    });

    [Fact]
    public void WeAreHigher_TheyStandBy_TakeOver_AndGiveBack() => PlayEach((net, conf, ours, theirs) =>
    {
        using VrrpDirector a = InteropNet.Start(net.Ours, conf, 200, ours);
        a.WaitForState(VrrpState.Master);
        InteropNet.WaitForOwner(conf.Address, net.Ours, a.Describe, net.Ours);
        using var keepalived = new KeepalivedProcess(net.Theirs, conf.Text(100, theirs));
        // Long enough for keepalived to have become master if it did not hear us.
        InteropNet.WaitForSent(a, 8);
        Assert.False(InteropNet.Holds(net.Theirs, conf.Address), a.Describe());
        InteropNet.AssertAtPeace(a, VrrpState.Master);

        Assert.True(a.Runtime.StopAsync(null).Wait(TimeSpan.FromSeconds(20)));
        InteropNet.WaitForOwner(conf.Address, net.Theirs, a.Describe, net.Ours, net.Theirs);

        using VrrpDirector again = InteropNet.Start(net.Ours, conf, 200, ours);
        again.WaitForState(VrrpState.Master);
        InteropNet.WaitForOwner(conf.Address, net.Ours, again.Describe, net.Ours, net.Theirs);
        InteropNet.AssertAtPeace(again, VrrpState.Master);
    });

    private static void PlayEach(Action<InteropNet, Conf, string, string> play)
    {
        var cases = new ConcurrentQueue<KeyValuePair<string, Case>>(s_cases);
        ConcurrentQueue<string> failures = [];
        Thread[] players = [.. Enumerable.Range(0, AtOnce).Select(_ => new Thread(() =>
        {
            while (cases.TryDequeue(out KeyValuePair<string, Case> each))
            {
                try
                {
                    using var net = new InteropNet();
                    play(net, each.Value.Conf, each.Value.Ours, each.Value.Theirs);
                }
                catch (Exception failure)
                {
                    failures.Enqueue($"{each.Key}: {failure.Message}");
                }
            }
        }))];
        foreach (Thread player in players) player.Start();
        foreach (Thread player in players) player.Join();
        Assert.True(failures.IsEmpty, $"{failures.Count} of {s_cases.Count} failed:\n{string.Join('\n', failures)}");
    }

    private static string Peers(string source, string peer) => $"unicast_src_ip {source}\nunicast_peer {{\n {peer}\n }}";

    private sealed record Case(Conf Conf, string Ours = "", string Theirs = "");
}
