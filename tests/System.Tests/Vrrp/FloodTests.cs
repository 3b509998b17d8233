using System.Diagnostics;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Wire;
using KeepaliveConsole.System.Tests.Rig;
using Xunit.Abstractions;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(NetworkCollection.Name)]
public sealed class FloodTests : IDisposable
{
    private const int FloodPerSecond = 100_000;
    private const int FloodSeconds = 3;

    /// <summary>What a busy machine must manage to send for the test to mean anything.</summary>
    private const int LeastFlood = 50_000;

    private readonly NetworkRig _rig = new();
    private readonly RigNode _a;
    private readonly RigNode _b;
    private readonly RigNode _hostile;
    private readonly ITestOutputHelper _output;

    public FloodTests(ITestOutputHelper output)
    {
        _output = output;
        _a = _rig.AddNode("a", "192.168.200.1/24");
        _b = _rig.AddNode("b", "192.168.200.2/24");
        _hostile = _rig.AddNode("h", "192.168.200.66/24");
    }

    public void Dispose() => _rig.Dispose();

    private static AdvertisementFormat Advert(byte virtualRouterId) => new()
    {
        Version = VrrpVersion.V3,
        VirtualRouterId = new VirtualRouterId(virtualRouterId),
        Interval = new AdvertisementInterval(10),
        Addresses = [IPAddress.Parse(Cluster.Vip)],
        Source = IPAddress.Parse("192.168.200.66"),
        Destination = AdvertisementFormat.MulticastIPv4,
    };

    /// <summary>Interval 100 ms; the skew of the backup is 61 ms, and that is how late an advert may be.</summary>
    private void NobodyMovesUnder(Func<AdvertFlood> begin, Action<Director, long> look)
    {
        using var a = new Director(_a);
        using var b = new Director(_b);
        ClusterDefinition definition = Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with { AdvertisementInterval = new AdvertisementInterval(10) });
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition);
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => b.Status.Owner is not null, "b to hear a", b.Describe);
        (int a, int b) transitions = (a.Transitions.Count, b.Transitions.Count);
        long sentBefore = a.Status.Counters.AdvertsSent;
        long start = Stopwatch.GetTimestamp();

        AdvertFlood flood = begin();
        using (flood) WaitFor.True(() => Stopwatch.GetElapsedTime(start).TotalSeconds > FloodSeconds, "the flood to go on for a while");
        long flooded = flood.Sent;
        _output.WriteLine($"{flooded} hostile adverts in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s; our worst lateness {a.Runtime.WorstLateness.TotalMilliseconds:0.000} ms; checksum {a.Status.Counters.PacketErrors.GetValueOrDefault("checksum")}, foreign {a.Runtime.Picture().ForeignAdverts}");
        double expected = Stopwatch.GetElapsedTime(start).TotalSeconds * 10;
        Assert.InRange(a.Status.Counters.AdvertsSent - sentBefore, expected - 3, expected + 3);
        Assert.Equal(transitions, (a.Transitions.Count, b.Transitions.Count));
        Assert.InRange(a.Runtime.WorstLateness.TotalMilliseconds, 0, 61);
        look(a, flooded);
    }

    [Fact]
    public void HostileAdvertsOfOurVrid_AreCountedAndDelayNobody() => NobodyMovesUnder(
        () => new AdvertFlood(_hostile, Advert(51), FloodPerSecond, datagram => datagram[26] ^= 0xFF),
        (a, flooded) =>
        {
            Assert.InRange(flooded, LeastFlood, long.MaxValue);
            Assert.InRange(a.Status.Counters.PacketErrors.GetValueOrDefault("checksum"), flooded / 4, flooded);
        });

    [Fact]
    public void HostileAdvertsOfAnotherVrid_AreDroppedByTheKernelAndSaidOnce() => NobodyMovesUnder(
        () => new AdvertFlood(_hostile, Advert(99), FloodPerSecond),
        (a, flooded) =>
        {
            Assert.InRange(flooded, LeastFlood, long.MaxValue);
            Assert.InRange(a.Runtime.Picture().ForeignAdverts, 2000, flooded / 4);
            Assert.Single(a.Events.OfType<EngineNotice>(), notice => notice.Subject == "eth0" && notice.Message.Contains("the kernel drops them", StringComparison.Ordinal));
            Assert.Empty(a.Status.Counters.PacketErrors);
        });
}
