using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;
using VrrpDirector = KeepaliveConsole.System.Tests.Vrrp.Director;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>Our machine <c>a</c> and a machine <c>k</c> of another implementation on one switch, with IPv4 and IPv6.</summary>
internal sealed class InteropNet : IDisposable
{
    private readonly NetworkRig _rig = new();

    public InteropNet()
    {
        Ours = Add("a", 1);
        Theirs = Add("k", 2);
    }

    public RigNode Ours { get; }

    public RigNode Theirs { get; }

    /// <summary>One more machine: 192.168.200.N, fd00:200::N.</summary>
    public RigNode Add(string name, int number)
    {
        RigNode node = _rig.AddNode(name, $"192.168.200.{number}/24");
        node.Ip($"-6 addr add fd00:200::{number}/64 dev eth0 nodad");
        // A link-local address that is still tried out cannot be sent from.
        WaitFor.True(() => node.Ip("-6 -o addr show dev eth0 scope link") is { Length: > 0 } shown && !shown.Contains("tentative", StringComparison.Ordinal), $"a link-local address on {name}");
        return node;
    }

    /// <summary>Is the address on any interface of the machine?</summary>
    public static bool Holds(RigNode machine, string address) =>
        machine.Ip("-o addr show").Contains($" {address}/", StringComparison.Ordinal);

    /// <summary>Our engine with the same file.</summary>
    public static VrrpDirector Start(RigNode machine, Conf conf, int priority, string more = "")
    {
        var director = new VrrpDirector(machine);
        director.Runtime.Apply(conf.Definition(machine.Name, priority, more));
        return director;
    }

    /// <summary>Until exactly <paramref name="owner"/> of <paramref name="all"/> holds the address.</summary>
    public static void WaitForOwner(string address, RigNode owner, Func<string> seen, params RigNode[] all) =>
        WaitFor.True(() => all.All(machine => Holds(machine, address) == (machine == owner)), $"{address} on {owner.Name} alone", seen);

    /// <summary>Until our engine has heard some more adverts.</summary>
    public static void WaitForAdverts(VrrpDirector director, int count)
    {
        long before = director.Status.Counters.AdvertsReceived;
        WaitFor.True(() => director.Status.Counters.AdvertsReceived >= before + count, $"{count} adverts", director.Describe);
    }

    /// <summary>Until our engine has sent some more adverts.</summary>
    public static void WaitForSent(VrrpDirector director, int count)
    {
        long before = director.Status.Counters.AdvertsSent;
        WaitFor.True(() => director.Status.Counters.AdvertsSent >= before + count, $"{count} adverts sent", director.Describe);
    }

    /// <summary>Nothing was refused, and the state is this.</summary>
    public static void AssertAtPeace(VrrpDirector director, VrrpState state)
    {
        Assert.Equal(state, director.Status.State);
        Assert.Empty(director.Status.Counters.PacketErrors);
    }

    public void Dispose() => _rig.Dispose();
}
