using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>VRRPv2 in an IPsec authentication header, against datagrams captured from keepalived 2.4 with <c>auth_type AH</c> and <c>auth_pass 1111</c>.</summary>
public class AuthenticationHeaderTests
{
    public static TheoryData<int, int, int, string> Captures => new()
    {
        { 100, 1, 1, "45c0004000010000ff33520dc0a8c801e0000012 70040000c0a8c801000000010aca696a7ebbcbeb73ca8f86 213364010201f010c0a8c8100000000000000000" },
        { 100, 2, 2, "45c0004000020000ff33520cc0a8c801e0000012 70040000c0a8c80100000002836c4bca0b3a32ccc36ecedc 213364010201f010c0a8c8100000000000000000" },
        { 100, 3, 3, "45c0004000030000ff33520bc0a8c801e0000012 70040000c0a8c80100000003fb30df67c75f67a46256cc55 213364010201f010c0a8c8100000000000000000" },
        { 0, 4, 4, "45c0004000040000ff33520ac0a8c801e0000012 70040000c0a8c80100000004a68dc08b90c658c37dbd7fa2 2133000102015411c0a8c8100000000000000000" },
    };

    [Theory]
    [MemberData(nameof(Captures))]
    public void Write_KeepalivedsDefinition_SameBytesAsKeepalived(int priority, int identification, int sequence, string captured) =>
        Assert.Equal(captured.Replace(" ", "", StringComparison.Ordinal), WireExamples.Hex(Written(priority, identification, sequence)));

    [Theory]
    [MemberData(nameof(Captures))]
    public void Read_KeepalivedsDatagram_Accepted(int priority, int identification, int sequence, string captured)
    {
        var sequences = new AuthenticationSequences(0);

        DropReason reason = Read(WireExamples.Bytes(captured), sequences, out AdvertisementContent content);

        Assert.Equal(DropReason.None, reason);
        Assert.Equal(new AdvertisementContent(new VrrpPriority((byte)priority), AdvertisementInterval.FromSeconds(1), true), content);
        Assert.Equal((uint)sequence + 1, sequences.Next());
        Assert.Equal(identification, sequence);
    }

    [Fact]
    public void Read_TheSamePacketTwice_IsAReplay()
    {
        var sequences = new AuthenticationSequences(0);

        Assert.Equal(DropReason.None, Read(Written(100, 1, 7), sequences, out _));
        Assert.Equal(DropReason.Replay, Read(Written(100, 1, 7), sequences, out _));
        Assert.Equal(DropReason.Replay, Read(Written(100, 2, 6), sequences, out _));
        Assert.Equal(DropReason.None, Read(Written(100, 3, 8), sequences, out _));
    }

    [Fact]
    public void Read_AnotherSenderWithALowerSequence_IsNoReplay()
    {
        var sequences = new AuthenticationSequences(0);

        Assert.Equal(DropReason.None, Read(Written(100, 1, 700), sequences, out _));
        Assert.Equal(DropReason.None, Read(Written(WireExamples.V2Ah() with { Source = IPAddress.Parse("192.168.200.2") }, 100, 1, 5), sequences, out _));
    }

    [Fact]
    public void Read_ForgedPacketWithAHighSequence_DoesNotShutTheSenderOut()
    {
        var sequences = new AuthenticationSequences(0);
        byte[] forged = Written(100, 1, 1);
        forged[28] = 0xFF;

        Assert.Equal(DropReason.Authentication, Read(forged, sequences, out _));
        Assert.Equal(DropReason.None, Read(Written(100, 2, 2), sequences, out _));
        Assert.Equal(3u, sequences.Next());
    }

    // Every byte that is covered, which is all but TOS, header checksum and what is looked at before.
    [Theory]
    [InlineData(3, DropReason.Length)]
    [InlineData(4, DropReason.Authentication)]
    [InlineData(6, DropReason.Authentication)]
    [InlineData(8, DropReason.Authentication)]
    [InlineData(9, DropReason.Type)]
    [InlineData(12, DropReason.Authentication)]
    [InlineData(16, DropReason.Authentication)]
    [InlineData(20, DropReason.Authentication)]
    [InlineData(21, DropReason.Authentication)]
    [InlineData(22, DropReason.Authentication)]
    [InlineData(24, DropReason.Authentication)]
    [InlineData(31, DropReason.Authentication)]
    [InlineData(32, DropReason.Authentication)]
    [InlineData(43, DropReason.Authentication)]
    [InlineData(45, DropReason.Authentication)]
    [InlineData(47, DropReason.Length)]
    [InlineData(63, DropReason.Authentication)]
    [InlineData(1, DropReason.None)]
    [InlineData(10, DropReason.None)]
    public void Read_OneBitWrong_GivesTheReason(int offset, DropReason expected)
    {
        byte[] datagram = Written(100, 1, 1);
        datagram[offset] ^= 1;

        Assert.Equal(expected, Read(datagram, null, out _));
    }

    [Fact]
    public void Read_EveryTruncation_IsALength()
    {
        byte[] whole = Written(100, 1, 1);
        for (int length = 0; length < whole.Length; length++)
            Assert.Equal(DropReason.Length, WireExamples.Read(whole[..length], WireExamples.V2Ah()));
    }

    [Fact]
    public void Read_WithAndWithoutHeader_IsAnotherAuthenticationType()
    {
        Assert.Equal(DropReason.AuthenticationType, WireExamples.Read(Written(100, 1, 1), WireExamples.V2()));
        Assert.Equal(DropReason.AuthenticationType, WireExamples.Read(Written(100, 1, 1), WireExamples.V2("1111")));
        Assert.Equal(DropReason.AuthenticationType, WireExamples.Read(WireExamples.Written(WireExamples.V2("1111")), WireExamples.V2Ah()));
        Assert.Equal(DropReason.AuthenticationType, WireExamples.Read(WireExamples.Written(WireExamples.V2()), WireExamples.V2Ah()));
    }

    [Theory]
    [InlineData("1112", DropReason.Authentication)]
    [InlineData("", DropReason.Authentication)]
    [InlineData("1111", DropReason.None)]
    public void Read_Password_DecidesTheIntegrityValue(string ours, DropReason expected) =>
        Assert.Equal(expected, WireExamples.Read(Written(100, 1, 1), WireExamples.V2Ah(ours)));

    [Fact]
    public void Read_UnknownVersionOfAnyLength_DoesNotThrow()
    {
        byte[] datagram = new byte[9000];
        Written(100, 1, 1).CopyTo(datagram, 0);
        (datagram[2], datagram[3]) = (9000 >> 8, 9000 & 0xFF);
        datagram[44] = 0x51;

        Assert.Equal(DropReason.Length, WireExamples.Read(datagram, WireExamples.V2Ah()));
    }

    [Fact]
    public void TryReadVirtualRouterId_BehindTheHeader_TellsVridAndSender()
    {
        Assert.True(AdvertisementCodec.TryReadVirtualRouterId(Written(100, 1, 1), out byte vrid, out AddressKey source));
        Assert.Equal(51, vrid);
        Assert.Equal("192.168.200.1", source.ToString());
        Assert.False(AdvertisementCodec.TryReadVirtualRouterId(Written(100, 1, 1).AsSpan(0, 45), out _, out _));
    }

    [Fact]
    public void Write_SequenceZero_Refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Written(100, 1, 0));

    [Fact]
    public void WritePayload_Refused() =>
        Assert.Throws<ArgumentException>(() => AdvertisementCodec.WritePayload(new byte[2000], WireExamples.V2Ah(), AdvertisementFormat.MulticastIPv4, VrrpPriority.Default));

    [Fact]
    public void Sequences_MoreSendersThanAreRemembered_ForgetsTheOneHeardLongestAgo()
    {
        var sequences = new AuthenticationSequences(0);
        for (uint sender = 1; sender <= 16; sender++) sequences.Heard(AddressKey.FromIPv4(sender), 9);
        sequences.Heard(AddressKey.FromIPv4(1), 10);
        sequences.Heard(AddressKey.FromIPv4(17), 9);

        Assert.False(sequences.IsNew(AddressKey.FromIPv4(1), 10));
        Assert.True(sequences.IsNew(AddressKey.FromIPv4(2), 1));
        Assert.False(sequences.IsNew(AddressKey.FromIPv4(3), 9));
        Assert.False(sequences.IsNew(AddressKey.FromIPv4(17), 9));
    }

    [Fact]
    public void Sequences_AtTheEnd_StayThere()
    {
        var sequences = new AuthenticationSequences(uint.MaxValue - 1);

        Assert.Equal(uint.MaxValue, sequences.Next());
        Assert.Equal(uint.MaxValue, sequences.Next());
    }

    private static byte[] Written(int priority, int identification, int sequence) => Written(WireExamples.V2Ah(), priority, identification, sequence);

    private static byte[] Written(AdvertisementFormat format, int priority, int identification, int sequence) =>
        WireExamples.WrittenTo(format, format.Destination, priority, (ushort)identification, (uint)sequence);

    private static DropReason Read(byte[] datagram, AuthenticationSequences? sequences, out AdvertisementContent content)
    {
        content = default;
        return ReceivedPacket.TryRead(datagram, out ReceivedPacket packet) ? AdvertisementCodec.Read(packet, WireExamples.V2Ah(), sequences, out content) : DropReason.Length;
    }
}
