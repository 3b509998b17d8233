using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(NetworkCollection.Name)]
public sealed class PacketTests : IDisposable
{
    private readonly NetworkRig _rig = new();
    private readonly RigNode _a;
    private readonly RigNode _observer;

    public PacketTests()
    {
        _a = _rig.AddNode("a", "192.168.200.1/24");
        _observer = _rig.AddNode("o", "192.168.200.9/24");
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Master_SendsTheBytesAndAnnouncementsThatKeepalivedSends()
    {
        using var sniffer = new Sniffer(_observer);
        using var a = new Director(_a);
        var second = new VirtualAddressDefinition { Address = IPAddress.Parse("192.168.200.17"), PrefixLength = 24, Excluded = true };
        a.Runtime.Apply(Cluster.Of(("a", 100)).With(instance => instance with
        {
            Version = VrrpVersion.V2,
            AdvertisementInterval = AdvertisementInterval.Default,
            VirtualAddresses = [.. instance.VirtualAddresses, second],
        }));
        a.WaitForState(VrrpState.Master);

        WaitFor.True(() => sniffer.GratuitousArps.Count >= 20, "two bursts", a.Describe);
        await a.Runtime.StopAsync(null);

        string mac = _a.Ip("-o link show eth0").Split("link/ether ")[1][..17].Replace(":", "", StringComparison.Ordinal);
        CapturedFrame first = sniffer.Adverts[0];
        Assert.Equal("01005e000012" + mac + "0800", first.Hex(0, 14));
        // TOS 0xc0, 40 bytes, not fragmented, TTL 255, protocol 112
        Assert.Equal("45c0002800010000ff70", first.Hex(14, 10));
        Assert.Equal("c0a8c801" + "e0000012", first.Hex(26, 8));
        Assert.Equal("2133640100 01f210 c0a8c810 0000000000000000".Replace(" ", "", StringComparison.Ordinal), first.Hex(34, 20));
        Assert.Equal("21330001000156 11c0a8c8100000000000000000".Replace(" ", "", StringComparison.Ordinal), sniffer.Adverts[^1].Hex(34, 20));

        IReadOnlyList<CapturedFrame> arps = sniffer.GratuitousArps;
        Assert.Equal(20, arps.Count);
        Assert.Equal("ffffffffffff" + mac + "0806" + "0001080006040001" + mac + "c0a8c810" + "ffffffffffff" + "c0a8c810", arps[0].Hex(0, 42));
        Assert.Equal(Enumerable.Repeat<string[]>(["c0a8c810", "c0a8c811"], 10).SelectMany(pair => pair), arps.Select(arp => arp.Hex(28, 4)));
        Assert.InRange(Sniffer.Between(first, arps[0]).TotalMilliseconds, 0, 1000);
        Assert.InRange(Sniffer.Between(arps[0], arps[9]).TotalMilliseconds, 0, 1000);
        Assert.InRange(Sniffer.Between(arps[0], arps[10]).TotalSeconds, 4.5, 7);
    }

    [Fact]
    public void Announce_OnRequest_OnlyTheMasterDoes()
    {
        using var sniffer = new Sniffer(_observer);
        using var a = new Director(_a);
        a.Runtime.Apply(Cluster.Of(("a", 100)).With(instance => instance with { Announcement = new AnnouncementDefinition { SecondBurstDelay = TimeSpan.Zero } }));
        Assert.NotNull(a.Runtime.Announce("VI_1"));
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => sniffer.GratuitousArps.Count == 5, "the first burst", a.Describe);

        Assert.Null(a.Runtime.Announce("VI_1"));
        Assert.NotNull(a.Runtime.Announce("VI_2"));

        WaitFor.True(() => sniffer.GratuitousArps.Count == 10, "the burst asked for", a.Describe);
    }

    [Fact]
    public void WrongPassword_IsRefusedCountedAndSaidOnce()
    {
        RigNode second = _rig.AddNode("b", "192.168.200.2/24");
        using var a = new Director(_a);
        using var b = new Director(second);
        ClusterDefinition definition = Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with
        {
            Version = VrrpVersion.V2,
            AdvertisementInterval = AdvertisementInterval.Default,
        });
        a.Runtime.Apply(definition.With(instance => instance with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "right" } }));
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition.With(instance => instance with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "wrong" } }));

        WaitFor.True(() => b.Status.Counters.PacketErrors.GetValueOrDefault("authentication") >= 2, "two refused adverts", b.Describe);
        EngineNotice notice = Assert.Single(b.Events.OfType<EngineNotice>(), said => said.Subject == "VI_1");
        Assert.Contains("adverts of 192.168.200.1 on eth0 are refused: their password differs", notice.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("right", b.Describe(), StringComparison.Ordinal);
        Assert.Equal(0, b.Status.Counters.AdvertsReceived);
    }
}
