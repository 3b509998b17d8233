using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class SyncGroupTests
{
    private readonly SyncGroup _group = new("G1");

    public SyncGroupTests()
    {
        foreach (string instance in new[] { "a", "b", "c" })
        {
            _group.Add(instance);
            Changed(instance, VrrpState.Backup);
        }
    }

    [Fact]
    public void OneBecomesMaster_AllFollow_AndNobodyMovesAgain()
    {
        Assert.Equal("b Master, c Master", Changed("a", VrrpState.Master));
        Assert.Equal("", Changed("b", VrrpState.Master) + Changed("c", VrrpState.Master));
    }

    [Fact]
    public void OneLosesMastership_TheOthersGoWithIt()
    {
        AllMaster();

        Assert.Equal("a Backup, c Backup", Changed("b", VrrpState.Backup));
        Assert.Equal("", Changed("a", VrrpState.Backup) + Changed("c", VrrpState.Backup));
    }

    [Fact]
    public void OneCannotBeMaster_AllAreHeldInFaultUntilItCan()
    {
        AllMaster();

        Assert.Equal("b Fault, c Fault", Changed("a", VrrpState.Fault, isUnfit: true));
        Assert.Equal("", Changed("b", VrrpState.Fault) + Changed("c", VrrpState.Fault));
        Assert.Equal("b Backup, c Backup", Changed("a", VrrpState.Backup));
    }

    [Fact]
    public void TwoCannotBeMaster_TheFirstToRecoverIsHeldToo()
    {
        Assert.Equal("b Fault, c Fault", Changed("a", VrrpState.Fault, isUnfit: true));
        Changed("b", VrrpState.Fault);
        Assert.Equal("a Fault", Changed("b", VrrpState.Fault, isUnfit: true));

        Assert.Equal("b Backup", Changed("a", VrrpState.Fault));
        Assert.Equal("a Backup, c Backup", Changed("b", VrrpState.Backup));
    }

    [Fact]
    public void OneIsReleased_TheOthersAreHeldInFault() => Assert.Equal("b Fault, c Fault", Changed("a", VrrpState.Initialize, isUnfit: true));

    [Fact]
    public void TheOneThatHeldThemLeaves_TheOthersGoOn()
    {
        Changed("a", VrrpState.Fault, isUnfit: true);

        Assert.Equal("b Backup, c Backup", Text(_group.Remove("a")));
        Assert.Equal(["b", "c"], _group.Members);
    }

    [Fact]
    public void OneJoinsAGroupOfMasters_FollowsThem()
    {
        AllMaster();
        _group.Add("d");

        Assert.Equal("d Master", Changed("d", VrrpState.Backup));
        Assert.Equal("", Changed("d", VrrpState.Master));
    }

    [Fact]
    public void Reason_NamesWhoMovedTheGroup() => Assert.Equal("a became Master", _group.Changed("a", VrrpState.Master, false)[0].Reason);

    [Fact]
    public void Stranger_MovesNobody() => Assert.Equal("", Changed("z", VrrpState.Master));

    private void AllMaster()
    {
        foreach (string instance in _group.Members) Changed(instance, VrrpState.Master);
    }

    private string Changed(string instance, VrrpState state, bool isUnfit = false) => Text(_group.Changed(instance, state, isUnfit));

    private static string Text(ValueArray<GroupOrder> orders) => string.Join(", ", orders.Select((GroupOrder order) => $"{order.Instance} {order.State}"));
}
