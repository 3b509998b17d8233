using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Health.Forwarding;

/// <summary>How a real server reacted to the first packet of a connection to the virtual address.</summary>
internal enum KnockAnswer
{
    /// <summary>None was sent: not TCP, or no port.</summary>
    NotSent,

    /// <summary>Nothing came back.</summary>
    Silence,

    /// <summary>SYN and ACK: someone listens.</summary>
    Accepted,

    /// <summary>RST: the address is there, nobody listens.</summary>
    Refused,
}

/// <summary>What was seen of one virtual address.</summary>
/// <param name="Key">The service it belongs to.</param>
/// <param name="AnsweredForIt">Did the real server answer ARP or neighbour discovery for it?</param>
/// <param name="Knock">How it took a connection.</param>
internal sealed record AddressEvidence(ServiceKey Key, bool AnsweredForIt, KnockAnswer Knock);

/// <summary>What was seen of a real server from outside.</summary>
internal sealed record SetupEvidence
{
    /// <summary>Why nothing could be seen, for people; null = one could look.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Is it this host itself?</summary>
    public bool IsThisHost { get; init; }

    /// <summary>The interface whose network it is in; null = none.</summary>
    public string? Interface { get; init; }

    /// <summary>Did it answer when asked for its own address on that interface?</summary>
    public bool IsOnLink { get; init; }

    /// <summary>What was seen of each virtual address.</summary>
    public ValueArray<AddressEvidence> Addresses { get; init; }
}

/// <summary>What the evidence means.</summary>
internal static class SetupVerdict
{
    /// <summary>At least one finding, problems as they were found.</summary>
    public static ValueArray<SetupFinding> Of(IPAddress server, ForwardingMethod method, SetupEvidence evidence)
    {
        string own = server.ToString();
        if (method == ForwardingMethod.Nat)
            return [NotChecked(own, "NAT asks nothing of a real server but that its answers come back through the director.", "NAT 只要求真实服务器的应答经调度器返回。")];
        if (evidence.Obstacle is { } obstacle)
            return [NotChecked(own, $"It could not be looked at: {obstacle}.", $"无法检查：{obstacle}。")];
        if (evidence.IsThisHost)
            return [NotChecked(own, "It is this host itself, which holds the virtual address as director.", "它就是本机，本机以调度器身份持有虚拟地址。")];
        if (!evidence.IsOnLink) return [OffLink(own, method, evidence.Interface)];
        return evidence.Addresses.Count == 0
            ? [NotChecked(own, "The service is found by firewall mark, so its addresses are not known here.", "该服务按防火墙标记识别，此处不知道其地址。")]
            : evidence.Addresses.Select(address => Of(own, method, address)).ToValueArray();
    }

    private static SetupFinding OffLink(string own, ForwardingMethod method, string? link)
    {
        if (method == ForwardingMethod.Tunnel)
            return NotChecked(own, "It is on another network, where it cannot answer for the virtual address on ours; what it does with the packets cannot be seen from here.", "它在另一个网络，无法在本网段替虚拟地址应答；它如何处理数据包从此处看不到。");
        return link is null
            ? new SetupFinding(SetupFindingKind.NotOnLink, own, true,
                $"{own} is in no network of this director; direct routing rewrites only the MAC address, so put both on one link, or use a tunnel or NAT.",
                $"{own} 不在本调度器的任何网段；直接路由只改写 MAC 地址，请把两者放在同一链路，或改用隧道或 NAT。")
            : new SetupFinding(SetupFindingKind.NotOnLink, own, true,
                $"{own} did not answer on {link}; it is down, or not on that link, which direct routing needs.",
                $"{own} 在 {link} 上没有应答；它已停机，或不在该链路上，而直接路由要求同一链路。");
    }

    private static SetupFinding Of(string own, ForwardingMethod method, AddressEvidence seen)
    {
        string address = seen.Key.Address!.ToString();
        string name = seen.Key.Port == 0 ? address : ServiceKey.EndpointText(seen.Key.Address, seen.Key.Port);
        if (seen.AnsweredForIt)
            return new SetupFinding(SetupFindingKind.AnswersForAddress, name, true,
                $"{own} answers for {address} on the link, so clients may reach it and pass the director by; set arp_ignore=1 and arp_announce=2 there, and hold {address} on lo, not on the link's interface.",
                $"{own} 在链路上替 {address} 应答，客户端可能绕过调度器直接到达它；请在该机设置 arp_ignore=1 和 arp_announce=2，并把 {address} 配置在 lo 上而不是链路接口上。");
        return seen.Knock switch
        {
            KnockAnswer.Accepted => new SetupFinding(SetupFindingKind.Fine, name, false,
                $"{own} keeps silent about {address} and takes connections to {name}.", $"{own} 不替 {address} 应答，并接受到 {name} 的连接。"),
            KnockAnswer.Refused => new SetupFinding(SetupFindingKind.PortRefused, name, true,
                $"{own} has {address} but refuses connections to {name}; let the program listen on that address or on all addresses.",
                $"{own} 持有 {address}，但拒绝到 {name} 的连接；请让程序监听该地址或所有地址。"),
            KnockAnswer.Silence => new SetupFinding(SetupFindingKind.DoesNotAccept, name, true,
                $"{own} does not react to a connection to {name}; add {address}/{(seen.Key.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 128 : 32)} to its lo, or look for a filter that drops it.",
                $"{own} 对到 {name} 的连接没有反应；请在其 lo 上添加 {address}，或检查是否有过滤规则丢弃了它。"),
            _ => NotChecked(name,
                $"{own} keeps silent about {address}, as it should; whether it takes packets for it {(method == ForwardingMethod.Tunnel ? "out of the tunnel" : "without a TCP port")} was not tried.",
                $"{own} 不替 {address} 应答，这是正确的；未测试它是否接收这些数据包。"),
        };
    }

    private static SetupFinding NotChecked(string address, string sentence, string sentenceZh) => new(SetupFindingKind.NotChecked, address, false, sentence, sentenceZh);
}
