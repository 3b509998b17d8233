using System.Globalization;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Vrrp.SplitBrain;

/// <summary>What is wrong and what to do, in one sentence each.</summary>
/// <param name="VirtualRouterId">Our VRID.</param>
/// <param name="Rival">Address of the other router; null = unknown.</param>
/// <param name="Priority">Its priority; null = unknown.</param>
/// <param name="HardwareAddress">Its MAC address; null = unknown.</param>
/// <param name="Reason">Why its adverts are refused; None = they are not.</param>
internal readonly record struct SplitBrainText(int VirtualRouterId, string? Rival, int? Priority, string? HardwareAddress, DropReason Reason)
{
    private string Who => Rival is null ? HardwareAddress ?? "another router" : Priority is { } priority ? $"{Rival} (priority {Text(priority)})" : Rival;

    // A Latin word stands apart from the Chinese after it; a Chinese bracket does not.
    private string WhoZh => Rival is null ? HardwareAddress is { } mac ? mac + " " : "另一台路由器" : Priority is { } priority ? $"{Rival}（优先级 {Text(priority)}）" : Rival + " ";

    private string Place => Rival ?? HardwareAddress ?? "the other router";

    private string PlaceZh => Rival ?? HardwareAddress ?? "对方路由器";

    /// <summary>A MAC address as <c>02:42:0a:00:00:02</c>.</summary>
    public static string Hardware(ulong address) => string.Join(':', Enumerable.Range(0, 6).Select(i => ((address >> (40 - (8 * i))) & 0xFF).ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>A suspect by name.</summary>
    public static string Name(in Suspect suspect) => suspect.HardwareAddress == 0 ? suspect.Address.ToString() : Hardware(suspect.HardwareAddress);

    /// <summary>Why a packet was refused, in a word or two.</summary>
    public static string Refusal(DropReason reason) => reason switch
    {
        DropReason.AuthenticationType => "another kind of authentication",
        DropReason.Authentication => "another password",
        DropReason.Version => "another VRRP version",
        DropReason.Interval => "another advert interval",
        DropReason.Checksum => "wrong checksum",
        DropReason.Destination => "unicast where multicast is defined, or the reverse",
        DropReason.UnicastSource => "it is not among the peers",
        DropReason.Length => "its length does not fit its content",
        _ => reason.ToString(),
    };

    /// <summary>What is wrong.</summary>
    public string Explanation(SplitBrainCause cause) => cause switch
    {
        SplitBrainCause.TwoMasters => $"{Who} goes on as master although this node is Master: it does not hear our adverts, or refuses them.",
        SplitBrainCause.AddressAnsweredElsewhere => $"{HardwareAddress ?? "Another MAC address"} answers for a virtual address that this node holds, so part of the traffic goes there.",
        SplitBrainCause.PeerClaims => $"The console of {Who} says that its node is Master too, and no advert of it has come here.",
        SplitBrainCause.VirtualRouterIdCollision => $"{Who} is master of VRID {Text(VirtualRouterId)} with other virtual addresses: another virtual router has the same VRID on this link, or the two definitions differ.",
        SplitBrainCause.AuthenticationMismatch => $"{Who} sends adverts of VRID {Text(VirtualRouterId)} with {Refusal(Reason)}; they are refused, so each side takes itself for the only master.",
        SplitBrainCause.VersionMismatch => $"{Who} sends adverts of VRID {Text(VirtualRouterId)} in another VRRP version; they are refused, so each side takes itself for the only master.",
        SplitBrainCause.IntervalMismatch => $"{Who} sends adverts of VRID {Text(VirtualRouterId)} at another interval, which VRRPv2 refuses, so each side takes itself for the only master.",
        SplitBrainCause.ChecksumMismatch => $"{Who} sends adverts of VRID {Text(VirtualRouterId)} whose checksum is wrong for this node; they are refused, so each side takes itself for the only master.",
        SplitBrainCause.MulticastBlocked => $"{Who} answers on the link and holds the addresses too, but none of its adverts comes here: VRRP packets are lost on the way.",
        _ => $"{Who} sends adverts of VRID {Text(VirtualRouterId)} that are refused ({Refusal(Reason)}), so each side takes itself for the only master.",
    };

    /// <summary>The same in Chinese.</summary>
    public string ExplanationZh(SplitBrainCause cause) => cause switch
    {
        SplitBrainCause.TwoMasters => $"本节点已是主节点，但 {WhoZh}仍以主节点身份发送通告：它收不到本节点的通告，或拒绝了这些通告。",
        SplitBrainCause.AddressAnsweredElsewhere => $"{HardwareAddress ?? "另一个 MAC 地址"} 应答了本节点持有的虚拟 IP，部分流量会流向那里。",
        SplitBrainCause.PeerClaims => $"{WhoZh}的控制台声明其节点也是主节点，而本节点没有收到它的通告。",
        SplitBrainCause.VirtualRouterIdCollision => $"{WhoZh}以 VRID {Text(VirtualRouterId)} 通告其他虚拟 IP：同一链路上另有虚拟路由器使用相同的 VRID，或两边的定义不同。",
        SplitBrainCause.AuthenticationMismatch => $"{WhoZh}发送的 VRID {Text(VirtualRouterId)} 通告认证方式或密码不同而被拒绝，双方都以为自己是唯一的主节点。",
        SplitBrainCause.VersionMismatch => $"{WhoZh}发送的 VRID {Text(VirtualRouterId)} 通告使用另一个 VRRP 版本而被拒绝，双方都以为自己是唯一的主节点。",
        SplitBrainCause.IntervalMismatch => $"{WhoZh}发送的 VRID {Text(VirtualRouterId)} 通告间隔不同，按 VRRPv2 被拒绝，双方都以为自己是唯一的主节点。",
        SplitBrainCause.ChecksumMismatch => $"{WhoZh}发送的 VRID {Text(VirtualRouterId)} 通告校验和错误而被拒绝，双方都以为自己是唯一的主节点。",
        SplitBrainCause.MulticastBlocked => $"{WhoZh}在链路上有应答，并且也持有虚拟 IP，但它的通告无法到达本节点：VRRP 报文在途中丢失。",
        _ => $"{WhoZh}发送的 VRID {Text(VirtualRouterId)} 通告被拒绝，双方都以为自己是唯一的主节点。",
    };

    /// <summary>What to do.</summary>
    public string Remedy(SplitBrainCause cause) => cause switch
    {
        SplitBrainCause.TwoMasters => $"Let VRRP (IP protocol 112) from this node through to {Place} (firewall, VLAN, multicast snooping, unicast peers) and compare the two definitions; until then release one of the two nodes.",
        SplitBrainCause.AddressAnsweredElsewhere => $"Find the host with {HardwareAddress ?? "that MAC address"} (switch port, ip neighbour), take the address off it or end its proxy ARP, then announce the addresses from here.",
        SplitBrainCause.PeerClaims => $"Check the link between this node and {Place}, and that VRRP (IP protocol 112) gets through; until it does release one of the two nodes.",
        SplitBrainCause.VirtualRouterIdCollision => $"Give one of the two virtual routers another VRID; where both are meant to be the same one, make their virtual addresses the same.",
        SplitBrainCause.AuthenticationMismatch => $"Define the same authentication type and password here and on {Place}, or another VRID where they are not the same virtual router.",
        SplitBrainCause.VersionMismatch => $"Define the same VRRP version here and on {Place}, or another VRID where they are not the same virtual router.",
        SplitBrainCause.IntervalMismatch => $"Define the same advert interval here and on {Place}; VRRPv2 wants it the same on all nodes.",
        SplitBrainCause.ChecksumMismatch => $"Look for a device between here and {Place} that changes packets; with VRRPv3 over IPv4 set checksumAsV2 (v3_checksum_as_v2) the same on both.",
        SplitBrainCause.MulticastBlocked => $"Let VRRP (IP protocol 112, multicast) through between here and {Place} (firewall, IGMP snooping, cloud network), or define unicast peers; until then release one of the two nodes.",
        _ when Reason == DropReason.Destination => $"Define unicast peers on both nodes or on neither; {Place} and this node differ.",
        _ => $"Compare the definitions here and on {Place}, and look at the packets (pcapng download).",
    };

    /// <summary>The same in Chinese.</summary>
    public string RemedyZh(SplitBrainCause cause) => cause switch
    {
        SplitBrainCause.TwoMasters => $"请放行本节点到 {PlaceZh} 的 VRRP（IP 协议 112）报文（防火墙、VLAN、组播侦听、单播对端），并比较两边的定义；在此之前请让其中一个节点退出（release）。",
        SplitBrainCause.AddressAnsweredElsewhere => $"请找到 {HardwareAddress ?? "该 MAC 地址"} 对应的主机（交换机端口、ip neighbour），移除其地址或关闭其 ARP 代理，然后在本节点重新宣告地址。",
        SplitBrainCause.PeerClaims => $"请检查本节点与 {PlaceZh} 之间的链路，并确认 VRRP（IP 协议 112）报文能够通过；恢复之前请让其中一个节点退出（release）。",
        SplitBrainCause.VirtualRouterIdCollision => "请为其中一个虚拟路由器更换 VRID；若两者本应是同一个，请统一虚拟 IP。",
        SplitBrainCause.AuthenticationMismatch => $"请在本节点与 {PlaceZh} 上定义相同的认证类型和密码；若不是同一个虚拟路由器，请更换 VRID。",
        SplitBrainCause.VersionMismatch => $"请在本节点与 {PlaceZh} 上定义相同的 VRRP 版本；若不是同一个虚拟路由器，请更换 VRID。",
        SplitBrainCause.IntervalMismatch => $"请在本节点与 {PlaceZh} 上定义相同的通告间隔；VRRPv2 要求所有节点一致。",
        SplitBrainCause.ChecksumMismatch => $"请检查本节点与 {PlaceZh} 之间是否有设备改写报文；IPv4 上的 VRRPv3 请在两边统一 checksumAsV2（v3_checksum_as_v2）。",
        SplitBrainCause.MulticastBlocked => $"请放行本节点与 {PlaceZh} 之间的 VRRP（IP 协议 112，组播）报文（防火墙、IGMP 侦听、云网络），或定义单播对端；在此之前请让其中一个节点退出（release）。",
        _ when Reason == DropReason.Destination => $"请在两个节点上都定义单播对端，或都不定义；{PlaceZh} 与本节点不一致。",
        _ => $"请比较本节点与 {PlaceZh} 的定义，并查看报文（下载 pcapng）。",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
