using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>Datagrams captured from keepalived 2.4: ours are the same, byte for byte, and theirs are accepted.</summary>
public class AdvertisementCodecGoldenTests
{
    public static TheoryData<string, int, int, string> Captures => new()
    {
        { "v2", 100, 1, "45c0002800010000ff7051e8c0a8c801e0000012 213364010001f210c0a8c8100000000000000000" },
        { "v2", 100, 9, "45c0002800090000ff7051e0c0a8c801e0000012 213364010001f210c0a8c8100000000000000000" },
        { "v2", 0, 10, "45c00028000a0000ff7051dfc0a8c801e0000012 2133000100015611c0a8c8100000000000000000" },
        { "v2", 255, 1, "45c0002800010000ff7051e8c0a8c801e0000012 2133ff0100015710c0a8c8100000000000000000" },
        { "v2-pass", 100, 1, "45c0002800010000ff7051e8c0a8c801e0000012 2133640101018eaec0a8c8103131313100000000" },
        { "v2-pass", 0, 4, "45c0002800040000ff7051e5c0a8c801e0000012 213300010101f2aec0a8c8103131313100000000" },
        { "v2-pass-long", 100, 1, "45c0003000010000ff7051e0c0a8c801e0000012 2133640301014e03c0a8c810c0a8c811c0a8c8126162636465666768" },
        { "v2-pass-long", 0, 4, "45c0003000040000ff7051ddc0a8c801e0000012 213300030101b203c0a8c810c0a8c811c0a8c8126162636465666768" },
        { "v3", 100, 1, "45c0002000010000ff7051f0c0a8c801e0000012 31346401003278a5c0a8c810" },
        { "v3", 0, 11, "45c00020000b0000ff7051e6c0a8c801e0000012 313400010032dca5c0a8c810" },
        { "v3-fast", 200, 15, "45c00020000f0000ff7051e2c0a8c801e0000012 3134c801000114d6c0a8c810" },
    };

    [Theory]
    [MemberData(nameof(Captures))]
    public void Write_KeepalivedsDefinition_SameBytesAsKeepalived(string format, int priority, int identification, string captured)
    {
        byte[] written = WireExamples.Written(FormatOf(format), priority, (ushort)identification);

        Assert.Equal(WireExamples.Hex(WireExamples.Bytes(captured)), WireExamples.Hex(written));
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Read_KeepalivedsDatagram_Accepted(string format, int priority, int identification, string captured)
    {
        AdvertisementFormat expected = FormatOf(format) with { Source = IPAddress.Parse("192.168.200.2") };

        DropReason reason = AdvertisementCodec.Read(WireExamples.Bytes(captured), expected, out VrrpPriority heard, out AdvertisementInterval interval, out AddressKey source, out bool sameAddresses);

        Assert.Equal(DropReason.None, reason);
        Assert.Equal(priority, heard.Value);
        Assert.Equal(expected.Interval, interval);
        Assert.Equal("192.168.200.1", source.ToString());
        Assert.True(sameAddresses);
        Assert.InRange(identification, 1, ushort.MaxValue);
    }

    [Fact]
    public void Read_ChecksumWithoutPseudoHeader_RefusedAsKeepalivedDoes() =>
        Assert.Equal(DropReason.Checksum, WireExamples.Read(WireExamples.Bytes("45c0002000010000ff7051f0c0a8c801e0000012 313464010032e1dec0a8c810"), WireExamples.V3()));

    [Fact]
    public void Read_AuthenticationTrailerOfNewerKeepalived_IsALength()
    {
        byte[] withTrailer = WireExamples.Bytes("45c0003c00010000ff7051d4c0a8c801e0000012 313464010032 78a5 c0a8c810" + new string('0', 56));

        Assert.Equal(DropReason.Length, WireExamples.Read(withTrailer, WireExamples.V3()));
    }

    private static AdvertisementFormat FormatOf(string name) => name switch
    {
        "v2" => WireExamples.V2(),
        "v2-pass" => WireExamples.V2("1111"),
        "v2-pass-long" => WireExamples.V2("abcdefghij", "192.168.200.16", "192.168.200.17", "192.168.200.18"),
        "v3" => WireExamples.V3(),
        "v3-fast" => WireExamples.V3(1),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such capture."),
    };
}
