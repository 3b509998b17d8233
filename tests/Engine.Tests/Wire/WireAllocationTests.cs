using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

public class WireAllocationTests
{
    private static readonly byte[] s_hardwareAddress = [2, 0, 0, 0, 0, 1];
    private static readonly AddressKey s_address = AddressKey.From(IPAddress.Parse("fe80::100"));

    public static TheoryData<string> Formats => ["v2", "ah", "v3", "unicast", "v6"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void WriteAndRead_AnAdvert_AllocatesNothing(string name)
    {
        AdvertisementFormat format = FormatOf(name);
        AdvertisementFormat reordered = format with { Addresses = format.Addresses.Reverse().ToValueArray() };
        var buffer = new byte[AdvertisementCodec.MaxLengthBytes];
        var sent = new AuthenticationSequences(0);
        var heard = new AuthenticationSequences(0);
        Assert.Equal(100, RoundTrips(buffer, format, reordered, sent, heard, 100));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int accepted = RoundTrips(buffer, format, reordered, sent, heard, 1000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1000, accepted);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void WriteAndRead_FramesThatAskAndAnswer_AllocateNothing()
    {
        var frame = new byte[NeighbourAdvertisement.LengthBytes];
        Assert.Equal(10, Claims(frame, 10));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int claims = Claims(frame, 1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000, claims);
    }

    [Fact]
    public void Write_GratuitousArp_AllocatesNothing()
    {
        var frame = new byte[GratuitousArp.LengthBytes];
        byte[] hardwareAddress = [2, 0, 0, 0, 0, 1];
        GratuitousArp.Write(frame, hardwareAddress, AddressKey.FromIPv4(0xC0A8C810));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1000; round++) GratuitousArp.Write(frame, hardwareAddress, AddressKey.FromIPv4(0xC0A8C810));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static AdvertisementFormat FormatOf(string name) => name switch
    {
        "v2" => WireExamples.V2("密码", "10.0.0.1", "10.0.0.2"),
        "ah" => WireExamples.V2Ah(),
        "v3" => WireExamples.V3(1, "10.0.0.1", "10.0.0.2"),
        "unicast" => WireExamples.V3() with { Destination = IPAddress.Parse("192.168.200.2"), UnicastPeers = [new UnicastPeerDefinition { Address = IPAddress.Parse("192.168.200.1"), MinimumTimeToLive = 1 }], CheckUnicastSource = true },
        "v6" => WireExamples.V6(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such format."),
    };

    private static int Claims(byte[] frame, int rounds)
    {
        byte[] hardwareAddress = s_hardwareAddress;
        int claims = 0;
        for (int round = 0; round < rounds; round++)
        {
            ArpProbe.Write(frame, hardwareAddress, AddressKey.FromIPv4(0xC0A8C810));
            NeighbourSolicitation.Write(frame, hardwareAddress, s_address, s_address);
            NeighbourAdvertisement.Write(frame, hardwareAddress, s_address, true);
            if (AddressClaim.TryRead(frame, out AddressClaim claim) && claim.Address == s_address) claims++;
        }

        return claims;
    }

    private static int RoundTrips(byte[] buffer, AdvertisementFormat format, AdvertisementFormat expected, AuthenticationSequences sent, AuthenticationSequences heard, int rounds)
    {
        int accepted = 0;
        for (int round = 1; round <= rounds; round++)
        {
            int length = AdvertisementCodec.Write(buffer, format, format.Destination, VrrpPriority.Default, (ushort)round, sent.Next());
            if (!ReceivedPacket.TryRead(buffer.AsSpan(0, length), out ReceivedPacket packet)) continue;
            if (packet.Source.IsIPv6) packet = ReceivedPacket.FromIPv6(packet.Source, packet.Destination, packet.TimeToLive, packet.Payload);
            bool isOurs = AdvertisementCodec.TryReadVirtualRouterId(packet, out byte vrid) && vrid == format.VirtualRouterId.Value;
            if (isOurs && AdvertisementCodec.Read(packet, expected, heard, out AdvertisementContent content) == DropReason.None && content.SameAddresses) accepted++;
        }

        return accepted;
    }
}
