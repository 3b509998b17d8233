using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

public class GratuitousArpTests
{
    private static readonly byte[] s_hardwareAddress = [2, 0, 0, 0, 0, 1];

    [Fact]
    public void Write_VirtualAddress_SameFrameAsKeepalived()
    {
        var frame = new byte[50];
        Array.Fill(frame, (byte)0xA5);

        int length = GratuitousArp.Write(frame, s_hardwareAddress, AddressKey.From(IPAddress.Parse("192.168.200.16")));

        Assert.Equal(42, length);
        Assert.Equal("ffffffffffff0200000000010806" + "0001080006040001" + "020000000001c0a8c810" + "ffffffffffffc0a8c810", WireExamples.Hex(frame.AsSpan(0, 42)));
        Assert.All(frame[42..], untouched => Assert.Equal(0xA5, untouched));
    }

    [Fact]
    public void Write_IPv6_Refused() =>
        Assert.Throws<ArgumentException>(() => GratuitousArp.Write(new byte[42], s_hardwareAddress, AddressKey.From(IPAddress.IPv6Loopback)));

    [Fact]
    public void Write_FrameTooShort_Refused() =>
        Assert.Throws<ArgumentException>(() => GratuitousArp.Write(new byte[41], s_hardwareAddress, AddressKey.FromIPv4(1)));

    [Fact]
    public void Write_HardwareAddressOfOtherLength_Refused() =>
        Assert.Throws<ArgumentException>(() => GratuitousArp.Write(new byte[42], new byte[8], AddressKey.FromIPv4(1)));
}
