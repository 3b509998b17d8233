using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

public class InternetChecksumTests
{
    [Theory]
    [InlineData("", 0xFFFF)]
    [InlineData("0000", 0xFFFF)]
    [InlineData("ffff", 0x0000)]
    [InlineData("0001f203f4f5f6f7", 0x220D)]
    [InlineData("01", 0xFEFF)]
    [InlineData("ffffffffffffffffffff", 0x0000)]
    [InlineData("ffff0001", 0xFFFE)]
    public void Of_KnownBytes_KnownSum(string hex, int expected) => Assert.Equal(expected, InternetChecksum.Of(WireExamples.Bytes(hex)));

    [Fact]
    public void Of_DataWithItsChecksum_Zero() => Assert.Equal(0, InternetChecksum.Of(WireExamples.Bytes("213364010001f210c0a8c8100000000000000000")));

    [Fact]
    public void Add_InPieces_SameAsWhole()
    {
        byte[] bytes = WireExamples.Bytes("0001f203f4f5f6f7aa");

        Assert.Equal(InternetChecksum.Of(bytes), InternetChecksum.Finish(InternetChecksum.Add(InternetChecksum.Add(0, bytes.AsSpan(0, 4)), bytes.AsSpan(4))));
    }
}
