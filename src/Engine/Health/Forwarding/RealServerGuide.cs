using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Health.Forwarding;

/// <summary>
/// What has to be set up on a real server that answers clients itself (direct routing and tunnels): it takes packets for the virtual address,
/// and keeps silent about having it.
/// </summary>
internal static class RealServerGuide
{
    /// <summary>Stands where the address is not known: a service that is found by firewall mark alone.</summary>
    public const string UnknownAddress = "VIRTUAL-ADDRESS";

    /// <summary>The method that holds for a server: its own, else the service's.</summary>
    public static ForwardingMethod MethodOf(VirtualServiceDefinition service, RealServerDefinition server) => server.ForwardingMethod ?? service.ForwardingMethod;

    /// <summary>Every virtual address of a service once, in order; none for firewall marks.</summary>
    public static ValueArray<IPAddress> AddressesOf(VirtualServiceDefinition service) =>
        ServiceEndpoints.Of(service).Where(key => key.Address is not null).Select(key => key.Address!).Distinct().ToValueArray();

    /// <summary>The commands, in an order in which the server never answers for the address in between. Empty for NAT.</summary>
    public static ValueArray<SetupStep> Steps(VirtualServiceDefinition service, RealServerDefinition server)
    {
        ForwardingMethod method = MethodOf(service, server);
        if (method == ForwardingMethod.Nat) return [];
        ValueArray<IPAddress> addresses = AddressesOf(service);
        bool isIPv6 = addresses.Count > 0 ? IsIPv6(addresses[0]) : IsIPv6(server.Address);
        var steps = new List<SetupStep>();
        if (!isIPv6) AddSilence(steps);
        if (method == ForwardingMethod.Tunnel) AddTunnel(steps, server.Tunnel ?? service.Tunnel ?? new TunnelDefinition(), isIPv6, IsIPv6(server.Address));
        foreach (IPAddress address in addresses) steps.Add(Address(address.ToString(), IsIPv6(address)));
        if (addresses.Count == 0) steps.Add(Address(UnknownAddress, isIPv6));
        return steps.ToValueArray();
    }

    private static void AddSilence(List<SetupStep> steps)
    {
        steps.Add(new SetupStep("sysctl -w net.ipv4.conf.all.arp_ignore=1",
            "It answers ARP only for addresses of the interface that is asked, so not for the virtual address on lo.",
            "只对被询问接口上的地址应答 ARP，因此不会替 lo 上的虚拟地址应答。"));
        steps.Add(new SetupStep("sysctl -w net.ipv4.conf.all.arp_announce=2",
            "It never names the virtual address as its own in ARP questions.",
            "在 ARP 请求中绝不把虚拟地址当作自己的地址。"));
    }

    private static void AddTunnel(List<SetupStep> steps, TunnelDefinition tunnel, bool isIPv6, bool isOuterIPv6)
    {
        const string opens = "It opens the packets that the director sends through the tunnel.";
        const string opensZh = "解开调度器经隧道送来的数据包。";
        string device = (tunnel.Kind, isOuterIPv6) switch
        {
            (TunnelKind.Gre, false) => "gre0",
            (TunnelKind.Gre, true) => "ip6gre0",
            (_, false) => isIPv6 ? "sit0" : "tunl0",
            (_, true) => "ip6tnl0",
        };
        string module = device switch
        {
            "gre0" => "ip_gre",
            "ip6gre0" => "ip6_gre",
            "sit0" => "sit",
            "tunl0" => "ipip",
            _ => "ip6_tunnel",
        };
        steps.Add(new SetupStep($"modprobe {module} && ip link set {device} up", opens, opensZh));
        if (tunnel is { Kind: TunnelKind.Gue, Port: { } port })
        {
            steps.Add(new SetupStep(string.Create(CultureInfo.InvariantCulture, $"modprobe fou && ip {(isOuterIPv6 ? "-6 " : "")}fou add port {port} gue"),
                "It takes the tunnel's UDP packets.", "接收隧道的 UDP 数据包。"));
        }

        if (isIPv6) return;
        steps.Add(new SetupStep($"sysctl -w net.ipv4.conf.{device}.rp_filter=2",
            "Clients' packets come out of the tunnel, not from the way back to them; a strict filter would drop them.",
            "客户端的数据包来自隧道而非回程路径；严格的反向路径过滤会丢弃它们。"));
    }

    private static SetupStep Address(string address, bool isIPv6) => isIPv6
        ? new SetupStep($"ip -6 addr add {address}/128 dev lo nodad preferred_lft 0",
            "It takes packets for the virtual address, and does not use it for connections of its own.",
            "接收发往虚拟地址的数据包，且不用它作为自身连接的源地址。")
        : new SetupStep($"ip addr add {address}/32 dev lo",
            "It takes packets for the virtual address.",
            "接收发往虚拟地址的数据包。");

    private static bool IsIPv6(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6;
}
