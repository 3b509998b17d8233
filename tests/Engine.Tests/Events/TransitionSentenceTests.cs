using System.Net;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Events;

public class TransitionSentenceTests
{
    private static readonly (TransitionCause Cause, VrrpState From, VrrpState To, bool HasPeer, int? PeerPriority, double? Silent, string? Detail, string English, string Chinese)[] s_rows =
    [
        (TransitionCause.Started, VrrpState.Initialize, VrrpState.Backup, false, null, null, null,
            "VI_WEB started as Backup: it listens for a master and takes part with priority 100.",
            "VI_WEB 启动后成为备节点（Backup）：正在侦听主节点，以优先级 100 参与选举。"),
        (TransitionCause.Started, VrrpState.Initialize, VrrpState.Master, false, null, null, null,
            "VI_WEB started as Master: it takes part with priority 100.",
            "VI_WEB 启动后成为主节点（Master）：以优先级 100 参与选举。"),
        (TransitionCause.AddressOwner, VrrpState.Initialize, VrrpState.Master, false, null, null, null,
            "VI_WEB became Master: this node owns the address (priority 100) and need not wait.",
            "VI_WEB 成为主节点（Master）：本节点是地址拥有者（优先级 100），无需等待。"),
        (TransitionCause.MasterSilent, VrrpState.Backup, VrrpState.Master, true, 200, 3.609375, null,
            "VI_WEB became Master: no advert from 10.88.0.11 (priority 200) for 3.61 s.",
            "VI_WEB 成为主节点（Master）：3.61 秒内未收到 10.88.0.11（优先级 200）的通告。"),
        (TransitionCause.MasterSilent, VrrpState.Backup, VrrpState.Master, true, null, 0.0304, null,
            "VI_WEB became Master: no advert from 10.88.0.11 for 0.0304 s.",
            "VI_WEB 成为主节点（Master）：0.0304 秒内未收到 10.88.0.11 的通告。"),
        (TransitionCause.MasterSilent, VrrpState.Backup, VrrpState.Master, false, null, 3.609375, null,
            "VI_WEB became Master: no advert from any other router for 3.61 s.",
            "VI_WEB 成为主节点（Master）：3.61 秒内未收到任何其他路由器的通告。"),
        (TransitionCause.MasterSilent, VrrpState.Backup, VrrpState.Master, false, null, null, null,
            "VI_WEB became Master: no advert from any other router in time.",
            "VI_WEB 成为主节点（Master）：在规定时间内未收到任何其他路由器的通告。"),
        (TransitionCause.MasterReleased, VrrpState.Backup, VrrpState.Master, true, 0, 0.609375, null,
            "VI_WEB became Master: 10.88.0.11 gave the addresses up (priority 0) 0.61 s ago.",
            "VI_WEB 成为主节点（Master）：10.88.0.11 在 0.61 秒前主动让出地址（优先级 0）。"),
        (TransitionCause.MasterReleased, VrrpState.Backup, VrrpState.Master, false, null, null, null,
            "VI_WEB became Master: the master gave the addresses up (priority 0).",
            "VI_WEB 成为主节点（Master）：主节点已主动让出地址（优先级 0）。"),
        (TransitionCause.PreemptedLowerPriority, VrrpState.Backup, VrrpState.Master, true, 90, 0.4, null,
            "VI_WEB became Master: its priority 100 is higher than 90 of 10.88.0.11.",
            "VI_WEB 成为主节点（Master）：本节点优先级 100 高于 10.88.0.11 的 90，抢占。"),
        (TransitionCause.PreemptedLowerPriority, VrrpState.Backup, VrrpState.Master, false, null, null, null,
            "VI_WEB became Master: its priority 100 is higher than that of the master.",
            "VI_WEB 成为主节点（Master）：本节点优先级 100 高于主节点，抢占。"),
        (TransitionCause.HigherPriorityHeard, VrrpState.Master, VrrpState.Backup, true, 200, 0, null,
            "VI_WEB became Backup: 10.88.0.11 has priority 200, higher than 100 here.",
            "VI_WEB 成为备节点（Backup）：10.88.0.11 的优先级 200 高于本节点的 100。"),
        (TransitionCause.HigherPriorityHeard, VrrpState.Master, VrrpState.Backup, false, null, null, null,
            "VI_WEB became Backup: another master has a priority higher than 100 here.",
            "VI_WEB 成为备节点（Backup）：另一个主节点的优先级高于本节点的 100。"),
        (TransitionCause.SamePriorityHigherAddress, VrrpState.Master, VrrpState.Backup, true, 100, 0, null,
            "VI_WEB became Backup: 10.88.0.11 has the same priority 100 and the higher address.",
            "VI_WEB 成为备节点（Backup）：10.88.0.11 的优先级同为 100，且地址更大。"),
        (TransitionCause.SamePriorityHigherAddress, VrrpState.Master, VrrpState.Backup, false, null, null, null,
            "VI_WEB became Backup: another master has the same priority 100 and the higher address.",
            "VI_WEB 成为备节点（Backup）：另一个主节点的优先级同为 100，且地址更大。"),
        (TransitionCause.InterfaceUnusable, VrrpState.Master, VrrpState.Fault, true, 200, 9, "interface eth9 does not exist; interfaces here: lo, eth0",
            "VI_WEB went to Fault: interface eth9 does not exist; interfaces here: lo, eth0.",
            "VI_WEB 进入故障状态（Fault）：网卡不可用：interface eth9 does not exist; interfaces here: lo, eth0。"),
        (TransitionCause.InterfaceUnusable, VrrpState.Backup, VrrpState.Fault, false, null, null, null,
            "VI_WEB went to Fault: its interface cannot be used.",
            "VI_WEB 进入故障状态（Fault）：网卡不可用。"),
        (TransitionCause.InterfaceUsable, VrrpState.Fault, VrrpState.Backup, false, null, null, null,
            "VI_WEB became Backup: its interface is usable again.",
            "VI_WEB 成为备节点（Backup）：网卡恢复可用。"),
        (TransitionCause.AddressFailed, VrrpState.Master, VrrpState.Fault, false, null, null, "10.88.0.100/24 on eth0: no buffer space.",
            "VI_WEB went to Fault: the kernel refused an address: 10.88.0.100/24 on eth0: no buffer space.",
            "VI_WEB 进入故障状态（Fault）：内核拒绝添加地址：10.88.0.100/24 on eth0: no buffer space。"),
        (TransitionCause.AddressFailed, VrrpState.Master, VrrpState.Fault, false, null, null, null,
            "VI_WEB went to Fault: the kernel refused an address.",
            "VI_WEB 进入故障状态（Fault）：内核拒绝添加地址。"),
        (TransitionCause.Stopped, VrrpState.Master, VrrpState.Initialize, false, null, null, null,
            "VI_WEB was stopped while Master: it released its addresses.",
            "VI_WEB 停止运行，此前为主节点（Master）：已释放虚拟 IP。"),
        (TransitionCause.Stopped, VrrpState.Backup, VrrpState.Initialize, true, 200, 0.5, null,
            "VI_WEB was stopped while Backup: it held no addresses.",
            "VI_WEB 停止运行，此前为备节点（Backup）：未持有虚拟 IP。"),
        (TransitionCause.TrackFailed, VrrpState.Master, VrrpState.Fault, false, null, null, "script chk_nginx is down: exit code 1",
            "VI_WEB went to Fault: script chk_nginx is down: exit code 1.",
            "VI_WEB 进入故障状态（Fault）：跟踪对象失效：script chk_nginx is down: exit code 1。"),
        (TransitionCause.TrackRecovered, VrrpState.Fault, VrrpState.Backup, false, null, null, null,
            "VI_WEB became Backup: all that it tracks is well again, and it takes part with priority 100.",
            "VI_WEB 成为备节点（Backup）：所有跟踪对象已恢复，以优先级 100 参与选举。"),
        (TransitionCause.GroupFollowed, VrrpState.Backup, VrrpState.Master, false, null, null, "VI_DB became Master",
            "VI_WEB became Master: its sync group moved: VI_DB became Master.",
            "VI_WEB 成为主节点（Master）：随同步组一起切换：VI_DB became Master。"),
        (TransitionCause.Yielded, VrrpState.Master, VrrpState.Backup, false, null, null, null,
            "VI_WEB became Backup: the operator asked it to yield; it serves the addresses until its successor speaks.",
            "VI_WEB 成为备节点（Backup）：操作员要求让位，在继任者发声之前继续提供虚拟 IP。"),
        (TransitionCause.Released, VrrpState.Master, VrrpState.Initialize, false, null, null, null,
            "VI_WEB was released while Master: the operator took this node out of the election; it serves the addresses until its successor speaks.",
            "VI_WEB 被人工退出选举，此前为主节点（Master）：操作员将本节点退出选举，在继任者发声之前继续提供虚拟 IP。"),
        (TransitionCause.Released, VrrpState.Backup, VrrpState.Initialize, false, null, null, null,
            "VI_WEB was released while Backup: the operator took this node out of the election.",
            "VI_WEB 被人工退出选举，此前为备节点（Backup）：操作员将本节点退出选举。"),
        (TransitionCause.Resumed, VrrpState.Initialize, VrrpState.Backup, false, null, null, null,
            "VI_WEB became Backup: the operator lets this node take part again, with priority 100.",
            "VI_WEB 成为备节点（Backup）：操作员让本节点重新参与选举，优先级 100。"),
        (TransitionCause.NoSuccessor, VrrpState.Backup, VrrpState.Master, false, null, null, null,
            "VI_WEB became Master: it had yielded, and nobody took over.",
            "VI_WEB 成为主节点（Master）：让位后无其他节点接管。"),
        (TransitionCause.TakenUp, VrrpState.Initialize, VrrpState.Master, false, null, null, null,
            "VI_WEB became Master: it goes on where the process before it was Master.",
            "VI_WEB 成为主节点（Master）：接续前一进程的主节点角色。"),
        (TransitionCause.StoodStill, VrrpState.Master, VrrpState.Backup, false, null, null, null,
            "VI_WEB became Backup: this process stood still so long that a backup must have taken over.",
            "VI_WEB 成为备节点（Backup）：本进程停顿过久，备节点应已接管。"),
        (TransitionCause.DefinitionChanged, VrrpState.Master, VrrpState.Backup, false, null, null, "VRID 51 became 52",
            "VI_WEB became Backup: its definition changed; VRID 51 became 52.",
            "VI_WEB 成为备节点（Backup）：定义已更改；VRID 51 became 52。"),
        (TransitionCause.NotPermitted, VrrpState.Initialize, VrrpState.Fault, false, null, null, "CAP_NET_RAW is needed to open a raw socket",
            "VI_WEB went to Fault: this process lacks a privilege: CAP_NET_RAW is needed to open a raw socket.",
            "VI_WEB 进入故障状态（Fault）：本进程缺少权限：CAP_NET_RAW is needed to open a raw socket。"),
        (TransitionCause.NotSupported, VrrpState.Initialize, VrrpState.Fault, false, null, null, "IPv6",
            "VI_WEB went to Fault: the definition asks for something this version cannot do: IPv6.",
            "VI_WEB 进入故障状态（Fault）：定义要求了本版本无法做到的功能：IPv6。"),
        (TransitionCause.Retried, VrrpState.Fault, VrrpState.Backup, false, null, null, null,
            "VI_WEB became Backup: what failed before is tried again.",
            "VI_WEB 成为备节点（Backup）：重试此前失败的操作。"),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, s_rows.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void EnglishAndChinese_CauseWithItsInputs_OneTrueSentence(int row)
    {
        var (cause, from, to, hasPeer, peerPriority, silent, detail, english, chinese) = s_rows[row];
        VrrpTransition transition = Transition(cause, from, to) with
        {
            PeerAddress = hasPeer ? IPAddress.Parse("10.88.0.11") : null,
            PeerPriority = peerPriority,
            SilentFor = silent is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Detail = detail,
        };

        Assert.Equal(english, TransitionSentence.English(transition));
        Assert.Equal(chinese, TransitionSentence.Chinese(transition));
    }

    [Fact]
    public void English_EveryCause_HasARow()
    {
        foreach (TransitionCause cause in Enum.GetValues<TransitionCause>()) Assert.Contains(s_rows, row => row.Cause == cause);
    }

    [Fact]
    public void EnglishAndChinese_EveryCauseAndStateWithNothingKnown_StillASentence()
    {
        foreach (TransitionCause cause in Enum.GetValues<TransitionCause>())
            foreach (VrrpState to in Enum.GetValues<VrrpState>())
            {
                VrrpTransition transition = Transition(cause, VrrpState.Backup, to);
                Assert.Matches("^VI_WEB [^ ].*[^ .:;]\\.$", TransitionSentence.English(transition));
                Assert.Matches("^VI_WEB [^ ].*[^ 。：；]。$", TransitionSentence.Chinese(transition));
                Assert.DoesNotContain("  ", TransitionSentence.English(transition), StringComparison.Ordinal);
            }
    }

    [Fact]
    public void English_DetailNotAskedForByTheCause_IsAddedAtTheEnd()
    {
        VrrpTransition transition = Transition(TransitionCause.InterfaceUsable, VrrpState.Fault, VrrpState.Backup) with { Detail = "eth0 has carrier" };

        Assert.Equal("VI_WEB became Backup: its interface is usable again; eth0 has carrier.", TransitionSentence.English(transition));
    }

    private static VrrpTransition Transition(TransitionCause cause, VrrpState from, VrrpState to) =>
        new() { Instance = "VI_WEB", From = from, To = to, Cause = cause, OwnPriority = 100 };
}
