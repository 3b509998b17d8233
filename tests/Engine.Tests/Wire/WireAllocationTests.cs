using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

public class WireAllocationTests
{
    [Theory]
    [InlineData(VrrpVersion.V2)]
    [InlineData(VrrpVersion.V3)]
    public void WriteAndRead_AnAdvert_AllocatesNothing(VrrpVersion version)
    {
        AdvertisementFormat format = version == VrrpVersion.V2 ? WireExamples.V2("密码", "10.0.0.1", "10.0.0.2") : WireExamples.V3(1, "10.0.0.1", "10.0.0.2");
        AdvertisementFormat reordered = format with { Addresses = format.Addresses.Reverse().ToValueArray() };
        var buffer = new byte[AdvertisementCodec.MaxLengthBytes];
        Assert.Equal(100, RoundTrips(buffer, format, reordered, 100));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int accepted = RoundTrips(buffer, format, reordered, 1000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1000, accepted);
        Assert.Equal(0, allocated);
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

    private static int RoundTrips(byte[] buffer, AdvertisementFormat format, AdvertisementFormat expected, int rounds)
    {
        int accepted = 0;
        for (int round = 1; round <= rounds; round++)
        {
            int length = AdvertisementCodec.Write(buffer, format, VrrpPriority.Default, (ushort)round);
            ReadOnlySpan<byte> datagram = buffer.AsSpan(0, length);
            bool isOurs = AdvertisementCodec.TryReadVirtualRouterId(datagram, out byte vrid, out _) && vrid == format.VirtualRouterId.Value;
            if (isOurs && AdvertisementCodec.Read(datagram, expected, out _, out _, out _, out bool same) == DropReason.None && same) accepted++;
        }

        return accepted;
    }
}
