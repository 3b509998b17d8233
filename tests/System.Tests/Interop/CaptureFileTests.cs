using System.Buffers;
using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;
using KeepaliveConsole.System.Tests.Director;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>An independent dissector opens our capture files and finds every kind of packet that is written in order.</summary>
[Collection(JudgeCollection.Name)]
public sealed class CaptureFileTests
{
    private const int Ipv4 = 0;
    private const int Frames = 1;

    private static readonly DateTimeOffset s_time = new DateTimeOffset(2026, 2, 19, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);
    private static readonly byte[] s_hardwareAddress = [2, 0, 0, 0, 0, 1];
    private static readonly AddressKey s_virtualAddress = AddressKey.From(IPAddress.Parse("2001:db8::100"));

    [Fact]
    public void EveryKindOfPacket_IsDissectedWithoutAWarning()
    {
        string capture = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(capture, Written());

            Assert.Equal(
                [
                    "112\t\t255\t\t0xc0\t2\t51\t192.168.200.16\t\t1\t1",
                    "112\t\t255\t\t0xc0\t2\t51\t192.168.200.16\t\t1\t1",
                    "51\t\t255\t\t0xc0\t2\t51\t192.168.200.16\t\t1\t1",
                    "112\t\t255\t\t0xc0\t3\t51\t192.168.200.16\t\t1\t1",
                    "112\t\t64\t\t0xc0\t3\t51\t192.168.200.16\t\t1\t1",
                    "\t112\t\t255\t\t3\t61\t\tfe80::100,2001:db8::100\t\t1",
                    "\t112\t\t64\t\t3\t61\t\tfe80::100,2001:db8::100\t\t1",
                ],
                Rows(capture, "vrrp", "ip.proto", "ipv6.nxt", "ip.ttl", "ipv6.hlim", "ip.dsfield", "vrrp.version", "vrrp.virt_rtr_id", "vrrp.ip_addr", "vrrp.ipv6_addr", "ip.checksum.status", "vrrp.checksum.status"));
            Assert.Equal(["0xc0a8c801\t7\t4"], Rows(capture, "ah", "ah.spi", "ah.sequence", "ah.length"));
            Assert.Equal(["1\t1\t2001:db8::100\t02:00:00:00:00:01"], Rows(capture, "icmpv6.type == 136 and ipv6.dst == ff02::1", "icmpv6.nd.na.flag.o", "icmpv6.checksum.status", "icmpv6.nd.na.target_address", "icmpv6.opt.linkaddr"));
            Assert.Equal(["2001:db8::100\t1"], Rows(capture, "icmpv6.type == 135 and ipv6.dst == ff02::1:ff00:100", "icmpv6.nd.ns.target_address", "icmpv6.checksum.status"));
            Assert.Equal(["192.168.200.16"], Rows(capture, "arp.isprobe == 1", "arp.dst.proto_ipv4"));
            Assert.Equal(["192.168.200.16"], Rows(capture, "arp.isgratuitous == 1", "arp.dst.proto_ipv4"));
            Assert.Equal(11, Rows(capture, "frame").Length);
            // Notes, warnings and errors; our own comments are remarks of a lower kind.
            Assert.Empty(Rows(capture, "_ws.malformed or _ws.expert.severity >= 0x400000"));
        }
        finally
        {
            File.Delete(capture);
        }
    }

    [Fact]
    public void FactsBesideThePacket_AreShown()
    {
        string capture = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(capture, Written());

            Assert.Equal(["1771495200.123456700\teth0\t0x00000002\tpriority 100"], Rows(capture, "frame.number == 1", "frame.time_epoch", "frame.interface_name", "frame.packet_flags_direction", "frame.comment"));
            Assert.Equal(["1\teth1\t0x00000001"], Rows(capture, "arp.isprobe == 1", "frame.interface_id", "frame.interface_name", "frame.packet_flags_direction"));
        }
        finally
        {
            File.Delete(capture);
        }
    }

    private static byte[] Written()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output, "KeepaliveConsole");
        Assert.Equal(Ipv4, writer.AddInterface("eth0", PcapngLinkType.Raw));
        Assert.Equal(Frames, writer.AddInterface("eth1", PcapngLinkType.Ethernet));

        AdvertisementFormat v2 = Format(VrrpVersion.V2, "192.168.200.1", "224.0.0.18", 51, "192.168.200.16");
        AdvertisementFormat v3 = v2 with { Version = VrrpVersion.V3 };
        AdvertisementFormat v6 = Format(VrrpVersion.V3, "fe80::1", "ff02::12", 61, "fe80::100", "2001:db8::100");
        AdvertisementFormat[] formats =
        [
            v2,
            v2 with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "1111" } },
            v2 with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.AuthenticationHeader, Password = "1111" } },
            v3,
            v3 with { Destination = IPAddress.Parse("192.168.200.2"), UnicastTimeToLive = 64 },
            v6,
            v6 with { Source = IPAddress.Parse("2001:db8::1"), Destination = IPAddress.Parse("2001:db8::2"), UnicastTimeToLive = 64 },
        ];
        var buffer = new byte[AdvertisementCodec.MaxLengthBytes];
        foreach (AdvertisementFormat format in formats)
        {
            int length = AdvertisementCodec.Write(buffer, format, format.Destination, VrrpPriority.Default, 1, 7);
            writer.WritePacket(Ipv4, s_time, PcapngDirection.Outbound, buffer.AsSpan(0, length), "priority 100");
        }

        writer.WritePacket(Frames, s_time, PcapngDirection.Outbound, buffer.AsSpan(0, NeighbourAdvertisement.Write(buffer, s_hardwareAddress, s_virtualAddress, isRouter: true)));
        writer.WritePacket(Frames, s_time, PcapngDirection.Outbound, buffer.AsSpan(0, NeighbourSolicitation.Write(buffer, s_hardwareAddress, AddressKey.From(IPAddress.Parse("fe80::1")), s_virtualAddress)));
        writer.WritePacket(Frames, s_time, PcapngDirection.Outbound, buffer.AsSpan(0, GratuitousArp.Write(buffer, s_hardwareAddress, AddressKey.From(IPAddress.Parse("192.168.200.16")))));
        writer.WritePacket(Frames, s_time, PcapngDirection.Inbound, buffer.AsSpan(0, ArpProbe.Write(buffer, s_hardwareAddress, AddressKey.From(IPAddress.Parse("192.168.200.16")))));
        return output.WrittenSpan.ToArray();
    }

    private static AdvertisementFormat Format(VrrpVersion version, string source, string destination, byte vrid, params string[] addresses) => new()
    {
        Version = version,
        VirtualRouterId = new VirtualRouterId(vrid),
        Interval = AdvertisementInterval.FromSeconds(1),
        Addresses = addresses.Select(IPAddress.Parse).ToValueArray(),
        Source = IPAddress.Parse(source),
        Destination = IPAddress.Parse(destination),
    };

    private static string[] Rows(string capture, string filter, params string[] fields)
    {
        string[] columns = fields.Length > 0 ? fields : ["frame.number"];
        string[] arguments = ["-r", capture, "-o", "ip.check_checksum:TRUE", "-Y", filter, "-T", "fields", .. columns.SelectMany(field => new[] { "-e", field })];
        (int code, string output, string errors) = Command.Try("tshark", arguments);
        Assert.True(code == 0, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
