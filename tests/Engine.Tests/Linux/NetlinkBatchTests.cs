using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Tests.Linux;

public sealed class NetlinkBatchTests
{
    [Fact]
    public void TwoRequests_FollowEachOtherAndOnlyTheLastWantsAnAnswer()
    {
        var batch = new NetlinkBatch();
        var message = new NetlinkMessage(0);
        batch.Append(message.Begin(20, 0x500).Fixed([1]));
        batch.Append(message.Begin(21).Fixed([2, 3]));
        batch.Address(firstSequence: 0x11);

        Assert.Equal(2, batch.Count);
        Assert.Equal(
            "14000000" + "1400" + "0105" + "11000000" + "00000000" + "01000000" // CREATE | REPLACE | REQUEST
            + "14000000" + "1500" + "0500" + "12000000" + "00000000" + "02030000", // REQUEST | ACK
            Convert.ToHexString(batch.Bytes));

        batch.Clear();
        Assert.Equal(0, batch.Count);
        Assert.Equal(0, batch.Bytes.Length);
    }

    [Fact]
    public void MoreThanTheBufferHolds_Grows()
    {
        var batch = new NetlinkBatch();
        for (int i = 0; i < 1000; i++) batch.Append(new NetlinkMessage(20).Fixed(new byte[64]));
        batch.Address(1);
        Assert.Equal(80_000, batch.Bytes.Length);
        Assert.Equal(1000u, BitConverter.ToUInt32(batch.Bytes[(79_920 + 8)..]));
    }
}
