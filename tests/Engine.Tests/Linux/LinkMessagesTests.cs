using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Tests.Linux;

public sealed class LinkMessagesTests
{
    [Fact]
    public void AddMacvlan_IsPrivateWithTheMacAddress() => Assert.Equal(
        "5C00000010000006" + "0000000000000000" // RTM_NEWLINK, CREATE | EXCL
        + "00000000000000000000000000000000"
        + "0C000300767272702E353100" // vrrp.51
        + "0A00010000005E0001330000"
        + "0800050002000000" // on interface 2
        + "1C001280" + "0C0001006D6163766C616E00" + "0C000280" + "0800010001000000", // macvlan, mode private
        Convert.ToHexString(LinkMessages.AddMacvlan("vrrp.51", 2, [0, 0, 0x5E, 0, 1, 0x33]).Bytes));

    [Fact]
    public void Read_Macvlan_NamesKindAndBase()
    {
        Assert.True(LinkMessages.TryRead(LinkMessages.AddMacvlan("vrrp.51", 2, [0, 0, 0x5E, 0, 1, 0x33]).Bytes[16..], out LinkFacts link));
        Assert.Equal(new LinkFacts(0, "vrrp.51", [0, 0, 0x5E, 0, 1, 0x33], false, false, true, "macvlan", 2), link);
    }

    [Fact]
    public void SetUp_ChangesThatFlagAlone() => Assert.Equal(
        "2000000010000000" + "0000000000000000" + "00000000" + "05000000" + "01000000" + "01000000", Convert.ToHexString(LinkMessages.SetUp(5).Bytes));
}
