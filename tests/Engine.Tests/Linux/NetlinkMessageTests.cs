using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Tests.Linux;

public sealed class NetlinkMessageTests
{
    [Fact]
    public void Message_FixedPartAndAttributes_AreAlignedToFourBytes()
    {
        var message = new NetlinkMessage(20, NetlinkConstants.NLM_F_CREATE);
        message.Fixed([2, 24, 0, 0, 7, 0, 0, 0]).Attribute(1, [10, 0, 0, 1]).AttributeString(3, "eth0:0");

        Assert.Equal(
            "2C000000" + "1400" + "0004" + "00000000" + "00000000" // length 44, type 20, flags
            + "0218000007000000"
            + "08000100" + "0A000001"
            + "0B000300" + "657468303A3000" + "00", // length 11 counts the zero byte, then padding
            Convert.ToHexString(message.Bytes));
    }

    [Fact]
    public void Message_NestedAttribute_LengthCoversChildren()
    {
        var message = new NetlinkMessage(1);
        int outer = message.BeginNested(5);
        message.AttributeUInt16BigEndian(1, 80).AttributeByte(2, 9);
        message.EndNested(outer);

        Assert.Equal("14000580" + "06000100" + "00500000" + "05000200" + "09000000", Convert.ToHexString(message.Bytes[16..]));
    }

    [Fact]
    public void Message_BegunAgain_CarriesNothingOfTheFirst()
    {
        var message = new NetlinkMessage(7);
        message.AttributeUInt32(1, uint.MaxValue);
        message.Begin(8);
        message.AttributeByte(2, 1);

        Assert.Equal("18000000" + "0800" + "0000" + "0000000000000000" + "05000200" + "01000000", Convert.ToHexString(message.Bytes));
    }

    [Fact]
    public void Message_LargerThanTheFirstBuffer_Grows()
    {
        var message = new NetlinkMessage(1);
        for (int i = 0; i < 100; i++) message.AttributeUInt32(1, (uint)i);

        Assert.Equal(16 + (100 * 8), message.Bytes.Length);
        var attributes = new NetlinkAttributes(message.Bytes[16..]);
        for (uint i = 0; i < 100; i++)
        {
            Assert.True(attributes.TryRead(out _, out ReadOnlySpan<byte> payload));
            Assert.Equal(i, NetlinkAttributes.Number<uint>(payload));
        }

        Assert.False(attributes.TryRead(out _, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0F000000020000000000000000000000")] // says 15 bytes, a header has 16
    [InlineData("20000000020000000000000000000000")] // says 32 bytes, there are 16
    [InlineData("FFFFFFFF020000000000000000000000")]
    public void Reader_LengthThatDoesNotFit_EndsTheWalk(string hex)
    {
        var reader = new NetlinkReader(Convert.FromHexString(hex));
        Assert.False(reader.TryRead(out _));
    }

    [Theory]
    [InlineData("0300010000000000")] // shorter than its own header
    [InlineData("0900010000000000")] // longer than what is there
    [InlineData("0000000000000000")]
    public void Attributes_LengthThatDoesNotFit_EndsTheWalk(string hex)
    {
        var attributes = new NetlinkAttributes(Convert.FromHexString(hex));
        Assert.False(attributes.TryRead(out _, out _));
    }

    [Fact]
    public void Error_WithExplanation_CarriesTheKernelsText()
    {
        byte[] explanation = new NetlinkMessage(0).AttributeString(NetlinkConstants.NLMSGERR_ATTR_MSG, "Device does not exist").Bytes[16..].ToArray();
        var frame = new NetlinkFrame
        {
            Type = NetlinkConstants.NLMSG_ERROR,
            Flags = NetlinkConstants.NLM_F_CAPPED | NetlinkConstants.NLM_F_ACK_TLVS,
            Payload = [.. BitConverter.GetBytes(-19), .. new byte[16], .. explanation],
        };

        Assert.Equal("No such device (errno 19): Device does not exist", NetlinkSocket.ReadError(frame).ToString());
    }

    [Fact]
    public void Error_Zero_IsSuccess()
    {
        var frame = new NetlinkFrame { Type = NetlinkConstants.NLMSG_ERROR, Payload = new byte[20] };
        Assert.True(NetlinkSocket.ReadError(frame).IsSuccess);
    }
}
