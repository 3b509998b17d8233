using System.Globalization;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>How a pool picks a server: everything about a service but where clients find it and which servers it has.</summary>
/// <param name="IPv6">Family of the addresses.</param>
/// <param name="Protocol">Protocol; null = TCP, UDP and SCTP, for a firewall mark.</param>
/// <param name="Scheduler">How connections are spread.</param>
/// <param name="ByPort">Does a hash count the client's port too?</param>
/// <param name="Flags">Flags of the scheduler, kept for whoever reads the table.</param>
/// <param name="Persistence">Seconds a client keeps its server; 0 = not at all.</param>
/// <param name="Bits">Bits of a client's address that persistence compares; null = all.</param>
/// <param name="AnyPort">Do the servers take the port that the client asked for?</param>
internal sealed record NftPoolKind(bool IPv6, TransportProtocol? Protocol, Scheduler Scheduler, bool ByPort, SchedulerFlags Flags, int Persistence, int? Bits, bool AnyPort)
{
    /// <summary>The protocols that have ports to be found by.</summary>
    public static readonly TransportProtocol[] AllProtocols = [TransportProtocol.Tcp, TransportProtocol.Udp, TransportProtocol.Sctp];

    /// <summary>Protocols of its connections.</summary>
    public IReadOnlyList<TransportProtocol> Protocols => Protocol is { } only ? [only] : AllProtocols;

    /// <summary>Does a hash pick, so that each slot has its one right server?</summary>
    public bool Hashes => Scheduler is Scheduler.SourceHash or Scheduler.DestinationHash or Scheduler.MaglevHash;

    public static NftPoolKind Of(BalancerService service) => new(
        service.Key.Address is { } address ? AddressKey.From(address).IsIPv6 : service.Destinations.Count > 0 && AddressKey.From(service.Destinations[0].Address).IsIPv6,
        service.Key.FirewallMark is null ? service.Key.Protocol : null,
        service.Scheduler,
        service.SchedulerFlags.HasFlag(SchedulerFlags.Second),
        service.SchedulerFlags,
        service.PersistenceSeconds,
        service.PersistenceGranularity,
        service.Destinations.Count > 0 && service.Destinations[0].Port == 0);

    /// <summary><c>wrr tcp ip flags 0 persistent 300/24 ported</c>: the comment of the pool's first rule, which tells a successor what it is.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{SchedulerNames.Of(Scheduler)} {Protocol?.ToString().ToLowerInvariant() ?? "mark"} {(IPv6 ? "ip6" : "ip")} flags {(int)Flags} persistent {Persistence}/{Bits ?? 0} {(AnyPort ? "anyport" : "ported")}");

    /// <summary>The reverse; null when it is not one of ours.</summary>
    public static NftPoolKind? Parse(string comment)
    {
        string[] words = comment.Split(' ', '/');
        if (words.Length != 9 || SchedulerNames.Parse(words[0]) is not { } scheduler || !int.TryParse(words[4], CultureInfo.InvariantCulture, out int flags)
            || !int.TryParse(words[6], CultureInfo.InvariantCulture, out int persistence) || !int.TryParse(words[7], CultureInfo.InvariantCulture, out int bits)) return null;
        TransportProtocol? protocol = words[1] == "mark" ? null : Enum.TryParse(words[1], ignoreCase: true, out TransportProtocol named) ? named : null;
        return new NftPoolKind(words[2] == "ip6", protocol, scheduler, ((SchedulerFlags)flags).HasFlag(SchedulerFlags.Second), (SchedulerFlags)flags, persistence, bits == 0 ? null : bits, words[8] == "anyport");
    }
}

/// <summary>
/// Servers that share new connections, as the kernel holds them. Services with equal settings and servers share a pool, so
/// that a range of addresses and ports costs one.
/// </summary>
internal sealed record NftPool(int Id, NftPoolKind Kind)
{
    /// <summary>The servers with their weights as they were wanted, in order.</summary>
    public required ValueArray<BalancerDestination> Destinations { get; init; }

    /// <summary>The server of each slot.</summary>
    public required NftEndpoint[] Slots { get; init; }

    /// <summary>Were the slots found to be other than the weights say? Then they are written anew.</summary>
    public bool HasWrongSlots { get; init; }

    /// <summary>Services whose connections come here.</summary>
    public required IReadOnlyList<ServiceKey> Keys { get; init; }

    /// <summary>The elements that lead here.</summary>
    public required NftMatch[] Matches { get; init; }

    /// <summary>Weight of each server; of two equal ones the first counts.</summary>
    public IReadOnlyDictionary<NftEndpoint, int> Weights => _weights ??= Count();

    private Dictionary<NftEndpoint, int>? _weights;
    private NftEndpoint[]? _endpoints;

    /// <summary>The place of each of <see cref="Destinations"/>.</summary>
    public NftEndpoint[] Endpoints => _endpoints ??= [.. Destinations.Select(NftEndpoint.Of)];

    /// <summary>The servers as they are counted, once for each protocol.</summary>
    public IEnumerable<NftServer> Servers => Kind.Protocols.SelectMany(protocol => Weights.Keys.Select(endpoint => new NftServer(protocol, endpoint)));

    private Dictionary<NftEndpoint, int> Count()
    {
        var weights = new Dictionary<NftEndpoint, int>(Destinations.Count);
        NftEndpoint[] endpoints = Endpoints;
        for (int i = 0; i < endpoints.Length; i++) weights.TryAdd(endpoints[i], Destinations[i].Weight);
        return weights;
    }
}
