using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Definitions;

/// <summary>Random virtual services with their real servers.</summary>
internal sealed class RandomServices(RandomValues random, string[] files)
{
    private static readonly Scheduler[] s_schedulers = [.. Enum.GetValues<Scheduler>().Where(scheduler => scheduler != Scheduler.TwoRandomChoices)];

    public VirtualServiceDefinition Make(int index)
    {
        bool isIPv6 = random.Chance(4);
        bool isMark = random.Chance(5);
        TransportProtocol protocol = isMark ? TransportProtocol.Tcp : random.Pick(TransportProtocol.Tcp, TransportProtocol.Udp, TransportProtocol.Sctp);
        bool everyPort = !isMark && random.Chance(6);
        ForwardingMethod method = random.Pick(ForwardingMethod.Nat, ForwardingMethod.DirectRouting, ForwardingMethod.Tunnel);
        int port = everyPort || isMark ? 0 : 1000 + index;
        var key = isMark ? new ServiceKey { FirewallMark = (uint)index } : new ServiceKey { Address = RandomValues.Address(90 + index, 1, isIPv6), Port = port, Protocol = protocol };
        Scheduler scheduler = s_schedulers[random.Below(s_schedulers.Length)];
        int servers = random.Below(4);
        var checks = new RandomChecks(random, files, isIPv6, random.Chance(2) ? random.Milliseconds(1, 60_000) : null);
        bool isPersistent = everyPort || random.Chance(3);
        RealServerDefinition[] real = [.. Enumerable.Range(1, servers).Select(number => Server(index, number, isIPv6, isMark, port, method, checks))];
        bool isNat = method == ForwardingMethod.Nat && Array.TrueForAll(real, server => server.ForwardingMethod is null or ForwardingMethod.Nat);
        var service = new VirtualServiceDefinition
        {
            Name = random.Chance(2) ? key.ToString() : $"service{index}{random.Odd()}",
            Key = key,
            Scheduler = scheduler,
            ForwardingMethod = method,
            PersistenceTimeout = isPersistent ? random.Seconds(1, 3600) : null,
            PersistenceGranularity = isPersistent && random.Chance(2) ? random.Below(8, 32) : null,
            PersistenceEngine = isPersistent && protocol == TransportProtocol.Udp && random.Chance(2) ? "sip" : null,
            MoreEndpoints = isMark || everyPort || random.Chance(2) ? [] : More(index, isIPv6, isNat || random.More(3) ? null : port),
            GroupName = random.MaybeText(5, () => $"vsg{index}"),
            Tunnel = method == ForwardingMethod.Tunnel && random.Chance(2) ? Tunnel() : null,
            SchedulerFlags = scheduler is Scheduler.SourceHash or Scheduler.MaglevHash ? (SchedulerFlags)random.Below(4) : SchedulerFlags.None,
            OnePacket = protocol == TransportProtocol.Udp && random.Chance(3),
            Hashed = random.Chance(5),
            NotifyDownOnStop = random.Chance(4),
            SuspendWhileNotOwner = !isMark && random.Chance(4),
            KeepAllWhenNoneLeft = random.More(4),
            SlowStart = random.More(3) ? random.Seconds(1, 60) : null,
            FlapDamping = random.More(4) ? new FlapDampingDefinition() : null,
            PassiveEvidence = random.More(4),
            Notify = random.Chance(3) ? Programs() : null,
            Alert = random.Pick<bool?>(null, true, false),
            SorryServer = random.Chance(2) ? Sorry(index, isIPv6, port, method) : null,
            RealServers = real.ToValueArray(),
        };
        int weight = service.RealServers.Sum(server => server.Weight);
        return weight < 2 ? service : service with { Quorum = random.Below(1, weight), Hysteresis = 0 };
    }

    private RealServerDefinition Server(int index, int number, bool isIPv6, bool isMark, int port, ForwardingMethod services, RandomChecks checks)
    {
        ForwardingMethod? own = random.Chance(4) ? random.Pick(ForwardingMethod.Nat, ForwardingMethod.DirectRouting, ForwardingMethod.Tunnel) : null;
        int written = isMark || port == 0 ? 0 : (own ?? services) == ForwardingMethod.Nat ? random.Below(1, 65535) : port;
        bool isOut = random.More(4);
        return new RealServerDefinition
        {
            Address = RandomValues.Address(150 + index, number, isIPv6),
            Port = written,
            Weight = random.Below(0, 100),
            ForwardingMethod = own,
            Tunnel = own == ForwardingMethod.Tunnel && random.Chance(2) ? Tunnel() : null,
            InhibitOnFailure = random.Chance(3),
            Admin = isOut ? random.Pick(AdminState.Drain, AdminState.Maintenance) : AdminState.Enabled,
            AdminReason = isOut ? "new memory" : null,
            UpperThreshold = random.Chance(3) ? random.Below(100, 1000) : 0,
            Notify = random.Chance(4) ? Programs() : null,
            Alert = random.Pick<bool?>(null, null, true, false),
            Checks = Enumerable.Range(0, random.Below(4)).Select(_ => checks.Make(needsPort: written == 0)).ToValueArray(),
        } is var server && server.UpperThreshold > 0 ? server with { LowerThreshold = random.Below(0, 99) } : server;
    }

    private SorryServerDefinition Sorry(int index, bool isIPv6, int port, ForwardingMethod services)
    {
        ForwardingMethod? own = random.Chance(3) ? random.Pick(ForwardingMethod.Nat, ForwardingMethod.Tunnel) : null;
        return new SorryServerDefinition
        {
            Address = RandomValues.Address(150 + index, 199, isIPv6),
            Port = port,
            ForwardingMethod = own,
            Tunnel = own == ForwardingMethod.Tunnel && services != ForwardingMethod.DirectRouting ? Tunnel() : null,
            Inhibit = random.Chance(3),
        };
    }

    private ValueArray<ServiceRangeDefinition> More(int index, bool isIPv6, int? samePort)
    {
        var ranges = new List<ServiceRangeDefinition> { new() { Address = RandomValues.Address(90 + index, 2, isIPv6), Port = samePort ?? 2000 + index } };
        if (random.Chance(2)) ranges.Add(new ServiceRangeDefinition { Address = RandomValues.Address(90 + index, 10, isIPv6), LastAddress = RandomValues.Address(90 + index, 19, isIPv6), Port = samePort ?? 80, LastPort = samePort is null ? random.Maybe(2, () => 89) : null });
        if (random.More(3)) ranges.Add(new ServiceRangeDefinition { Address = IPAddress.Parse(isIPv6 ? $"2001:db8:fff{index}::fff0" : $"10.20{index}.0.250"), LastAddress = IPAddress.Parse(isIPv6 ? $"2001:db8:fff{index}::1:f" : $"10.20{index}.1.5"), Port = samePort ?? 443 });
        if (random.Chance(3)) ranges.Add(new ServiceRangeDefinition { FirewallMark = 100 + (uint)index });
        return ranges.ToValueArray();
    }

    private TunnelDefinition Tunnel()
    {
        TunnelKind kind = random.Pick(TunnelKind.IpIp, TunnelKind.Gue, TunnelKind.Gre);
        return new TunnelDefinition
        {
            Kind = kind,
            Port = kind == TunnelKind.Gue ? 6080 : null,
            Checksum = kind switch { TunnelKind.Gue => random.Pick(TunnelChecksum.None, TunnelChecksum.Full, TunnelChecksum.Remote), TunnelKind.Gre => random.Pick(TunnelChecksum.None, TunnelChecksum.Full), _ => TunnelChecksum.None },
        };
    }

    private ServiceNotifyDefinition Programs() => new() { Up = random.Program(), Down = random.MaybeText(2, random.Program), User = random.User() };
}
