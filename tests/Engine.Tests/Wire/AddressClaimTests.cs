using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

public class AddressClaimTests
{
    private const string Ethernet = "020000000001 020000000002 ";
    private const string SolicitedAdvertisement = Ethernet + "86dd 6000000000203aff fe800000000000000000000000000002 fe800000000000000000000000000001 88000000 60000000 20010db8000000000000000000000100 0201020000000009";

    private static readonly byte[] s_hardwareAddress = [2, 0, 0, 0, 0, 1];

    [Theory]
    [InlineData("0002", "c0a8c810", "c0a8c801", AddressClaimKind.Answer)]
    [InlineData("0001", "c0a8c810", "c0a8c801", AddressClaimKind.Question)]
    [InlineData("0001", "c0a8c810", "c0a8c810", AddressClaimKind.Announcement)]
    [InlineData("0002", "c0a8c810", "c0a8c810", AddressClaimKind.Announcement)]
    public void TryRead_Arp_TellsWhoAndHow(string operation, string sender, string target, AddressClaimKind kind)
    {
        byte[] padded = [.. Arp("0001080006 04" + operation, sender, target), .. new byte[18]];

        Assert.True(AddressClaim.TryRead(padded, out AddressClaim claim));
        Assert.Equal("192.168.200.16", claim.Address.ToString());
        Assert.Equal("02:00:00:00:00:09", claim.HardwareAddress.ToString());
        Assert.Equal(kind, claim.Kind);
    }

    [Theory]
    [InlineData("0001080006040003", "c0a8c810")]
    [InlineData("0006080006040002", "c0a8c810")]
    [InlineData("000186dd06040002", "c0a8c810")]
    [InlineData("0001080008040002", "c0a8c810")]
    [InlineData("0001080006060002", "c0a8c810")]
    [InlineData("0001080006040002", "00000000")]
    [InlineData("0001080006040002", "e0000012")]
    [InlineData("0001080006040002", "ffffffff")]
    public void TryRead_OtherArp_False(string body, string sender) => Assert.False(AddressClaim.TryRead(Arp(body, sender, "c0a8c801"), out _));

    [Fact]
    public void TryRead_ProbeOfOurs_ClaimsNothing()
    {
        var frame = new byte[42];
        Assert.Equal(42, ArpProbe.Write(frame, s_hardwareAddress, AddressKey.FromIPv4(0xC0A8C810)));

        Assert.Equal("ffffffffffff0200000000010806" + "0001080006040001" + "02000000000100000000" + "000000000000c0a8c810", WireExamples.Hex(frame));
        Assert.False(AddressClaim.TryRead(frame, out _));
    }

    [Fact]
    public void TryRead_GratuitousArpOfOurs_IsAnAnnouncement()
    {
        var frame = new byte[42];
        GratuitousArp.Write(frame, s_hardwareAddress, AddressKey.FromIPv4(0xC0A8C810));

        Assert.True(AddressClaim.TryRead(frame, out AddressClaim claim));
        Assert.Equal(new AddressClaim(AddressKey.FromIPv4(0xC0A8C810), HardwareAddress.From(s_hardwareAddress), AddressClaimKind.Announcement), claim);
    }

    [Fact]
    public void TryRead_NeighbourAdvertisementOfOurs_IsAnAnnouncement()
    {
        var frame = new byte[86];
        NeighbourAdvertisement.Write(frame, s_hardwareAddress, AddressKey.From(IPAddress.Parse("2001:db8::100")), true);

        Assert.True(AddressClaim.TryRead(frame, out AddressClaim claim));
        Assert.Equal(new AddressClaim(AddressKey.From(IPAddress.Parse("2001:db8::100")), HardwareAddress.From(s_hardwareAddress), AddressClaimKind.Announcement), claim);
    }

    [Fact]
    public void TryRead_SolicitedAdvertisement_TheOptionNamesTheHolder()
    {
        Assert.True(AddressClaim.TryRead(WithChecksum(WireExamples.Bytes(SolicitedAdvertisement)), out AddressClaim claim));

        Assert.Equal(new AddressClaim(AddressKey.From(IPAddress.Parse("2001:db8::100")), new HardwareAddress(0x02_00_00_00_00_09), AddressClaimKind.Answer), claim);
    }

    [Fact]
    public void TryRead_AdvertisementWithoutOption_TheFrameNamesTheHolder()
    {
        byte[] frame = WireExamples.Bytes(SolicitedAdvertisement)[..78];
        frame[19] = 24;

        Assert.True(AddressClaim.TryRead(WithChecksum(frame), out AddressClaim claim));
        Assert.Equal("02:00:00:00:00:02", claim.HardwareAddress.ToString());
    }

    // What RFC 4861 §7.1.1 and §7.1.2 refuse; the checksum is right each time.
    [Theory]
    [InlineData(21, 254)]
    [InlineData(55, 1)]
    [InlineData(54, 137)]
    [InlineData(20, 17)]
    [InlineData(13, 0)]
    [InlineData(19, 31)]
    [InlineData(19, 23)]
    [InlineData(19, 33)]
    [InlineData(38, 255)]
    [InlineData(62, 255)]
    [InlineData(79, 0)]
    [InlineData(79, 2)]
    public void TryRead_OneByteWrong_False(int offset, int value)
    {
        byte[] frame = WireExamples.Bytes(SolicitedAdvertisement);
        frame[offset] = (byte)value;

        Assert.False(AddressClaim.TryRead(WithChecksum(frame), out _));
    }

    [Fact]
    public void TryRead_WrongChecksum_False()
    {
        byte[] frame = WithChecksum(WireExamples.Bytes(SolicitedAdvertisement));
        frame[56] ^= 1;

        Assert.False(AddressClaim.TryRead(frame, out _));
    }

    [Fact]
    public void TryRead_UnspecifiedSenderWithAnOption_False()
    {
        byte[] frame = WireExamples.Bytes(SolicitedAdvertisement);
        frame.AsSpan(22, 16).Clear();
        (frame[54], frame[78]) = (135, 1);

        Assert.False(NeighbourFrame.IsValid(WithChecksum(frame)));
    }

    [Fact]
    public void TryRead_EveryTruncation_False()
    {
        byte[] arp = Arp("0001080006040002", "c0a8c810", "c0a8c801");
        for (int length = 0; length < arp.Length; length++) Assert.False(AddressClaim.TryRead(arp.AsSpan(0, length), out _));
        byte[] neighbour = WithChecksum(WireExamples.Bytes(SolicitedAdvertisement));
        for (int length = 0; length < neighbour.Length; length++) Assert.False(AddressClaim.TryRead(neighbour.AsSpan(0, length), out _));
    }

    [Fact]
    public void TryRead_MutatedFrames_NeverThrowsAndClaimsOnlyAddressesOfHosts()
    {
        var random = new Random(20260301);
        byte[][] originals = [Arp("0001080006040002", "c0a8c810", "c0a8c801"), WithChecksum(WireExamples.Bytes(SolicitedAdvertisement))];
        int claims = 0;
        for (int round = 0; round < 200_000; round++)
        {
            var frame = (byte[])originals[round % 2].Clone();
            for (int change = random.Next(1, 4); change > 0; change--) frame[random.Next(12, frame.Length)] = (byte)random.Next(256);
            if (round % 4 == 1) WithChecksum(frame);
            if (!AddressClaim.TryRead(frame.AsSpan(0, random.Next(4) == 0 ? random.Next(frame.Length) : frame.Length), out AddressClaim claim)) continue;

            claims++;
            IPAddress address = claim.Address.ToIPAddress();
            Assert.False(address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6Multicast || (!claim.Address.IsIPv6 && claim.Address.Low >= 0xE000_0000));
        }

        Assert.InRange(claims, 20_000, 120_000);
    }

    private static byte[] Arp(string body, string sender, string target) =>
        WireExamples.Bytes(Ethernet + "0806" + body + "020000000009" + sender + "020000000001" + target);

    /// <summary>Repairs the ICMPv6 checksum over what the IPv6 header says is there.</summary>
    private static byte[] WithChecksum(byte[] frame)
    {
        (frame[56], frame[57]) = (0, 0);
        int length = Math.Min(frame.Length - 54, (frame[18] << 8) | frame[19]);
        ulong sum = InternetChecksum.Add(InternetChecksum.Add((ulong)(58 + length), frame.AsSpan(22, 32)), frame.AsSpan(54, length));
        ushort checksum = InternetChecksum.Finish(sum);
        (frame[56], frame[57]) = ((byte)(checksum >> 8), (byte)checksum);
        return frame;
    }
}
