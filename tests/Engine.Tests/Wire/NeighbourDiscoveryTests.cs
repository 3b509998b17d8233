using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>Frames of neighbour discovery; the advertisements are those that keepalived 2.4 sends.</summary>
public class NeighbourDiscoveryTests
{
    private static readonly byte[] s_hardwareAddress = [2, 0, 0, 0, 0, 1];

    [Theory]
    [InlineData("fe80::100", "fe800000000000000000000000000100", "559d")]
    [InlineData("2001:db8::100", "20010db8000000000000000000000100", "f72c")]
    public void WriteAdvertisement_VirtualAddress_SameFrameAsKeepalived(string address, string addressHex, string checksum)
    {
        var frame = new byte[90];
        Array.Fill(frame, (byte)0xA5);

        int length = NeighbourAdvertisement.Write(frame, s_hardwareAddress, Key(address), isRouter: false);

        Assert.Equal(86, length);
        Assert.Equal(
            "333300000001" + "020000000001" + "86dd" + "6000000000203aff" + addressHex + "ff020000000000000000000000000001"
            + "8800" + checksum + "20000000" + addressHex + "0201020000000001", WireExamples.Hex(frame.AsSpan(0, 86)));
        Assert.All(frame[86..], untouched => Assert.Equal(0xA5, untouched));
    }

    [Fact]
    public void WriteAdvertisement_OfARouter_HasTheFlagAndARightChecksum()
    {
        var frame = new byte[86];
        NeighbourAdvertisement.Write(frame, s_hardwareAddress, Key("fe80::100"), isRouter: true);

        Assert.Equal("8800d59ca0000000", WireExamples.Hex(frame.AsSpan(54, 8)));
    }

    [Fact]
    public void WriteSolicitation_FromLinkLocal_ToTheSolicitedNodeGroup()
    {
        var frame = new byte[86];

        int length = NeighbourSolicitation.Write(frame, s_hardwareAddress, Key("fe80::1"), Key("2001:db8::12:3456"));

        Assert.Equal(86, length);
        Assert.Equal("3333ff123456" + "020000000001" + "86dd" + "6000000000203aff", WireExamples.Hex(frame.AsSpan(0, 22)));
        Assert.Equal("fe800000000000000000000000000001" + "ff0200000000000000000001ff123456", WireExamples.Hex(frame.AsSpan(22, 32)));
        Assert.Equal("00000000" + "20010db8000000000000000000123456" + "0101020000000001", WireExamples.Hex(frame.AsSpan(58)));
        Assert.True(AddressClaim.TryRead(frame, out AddressClaim claim));
        Assert.Equal(new AddressClaim(Key("fe80::1"), HardwareAddress.From(s_hardwareAddress), AddressClaimKind.Question), claim);
    }

    [Fact]
    public void WriteSolicitation_FromUnspecified_HasNoOptionAndClaimsNothing()
    {
        var frame = new byte[86];

        int length = NeighbourSolicitation.Write(frame, s_hardwareAddress, Key("::"), Key("2001:db8::1"));

        Assert.Equal(78, length);
        Assert.True(NeighbourFrame.IsValid(frame.AsSpan(0, 78)));
        Assert.False(AddressClaim.TryRead(frame.AsSpan(0, 78), out _));
    }

    [Fact]
    public void Write_IPv4_Refused()
    {
        Assert.Throws<ArgumentException>(() => NeighbourAdvertisement.Write(new byte[86], s_hardwareAddress, Key("10.0.0.1"), false));
        Assert.Throws<ArgumentException>(() => NeighbourSolicitation.Write(new byte[86], s_hardwareAddress, Key("::"), Key("10.0.0.1")));
        Assert.Throws<ArgumentException>(() => NeighbourSolicitation.Write(new byte[86], s_hardwareAddress, Key("10.0.0.1"), Key("::1")));
    }

    [Fact]
    public void Write_FrameOrHardwareAddressOfOtherLength_Refused()
    {
        Assert.Throws<ArgumentException>(() => NeighbourAdvertisement.Write(new byte[85], s_hardwareAddress, Key("fe80::1"), false));
        Assert.Throws<ArgumentException>(() => NeighbourAdvertisement.Write(new byte[86], new byte[8], Key("fe80::1"), false));
    }

    private static AddressKey Key(string address) => AddressKey.From(IPAddress.Parse(address));
}
