using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>A route, as wanted or as the kernel has it.</summary>
internal readonly record struct RouteFacts
{
    /// <summary>Family of the destination.</summary>
    public required bool IsIPv6 { get; init; }

    /// <summary>Routing table.</summary>
    public required uint Table { get; init; }

    /// <summary>Network it leads to; the zero address with length 0 is the default route.</summary>
    public required AddressKey Destination { get; init; }

    /// <summary>Bits of the destination.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>Metric; IPv6 has no 0, the kernel makes it 1024.</summary>
    public uint Metric { get; init; }

    /// <summary>RTN_UNICAST and so on.</summary>
    public byte Type { get; init; }

    /// <summary>RT_SCOPE_UNIVERSE and so on.</summary>
    public byte Scope { get; init; }

    /// <summary>Next hop; null = none.</summary>
    public AddressKey? Gateway { get; init; }

    /// <summary>ifindex; 0 = as wanted: any.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>Preferred source; null = none.</summary>
    public AddressKey? Source { get; init; }

    /// <summary>MTU; 0 = none.</summary>
    public uint Mtu { get; init; }

    /// <summary>The gateway is on the link whatever the addresses say.</summary>
    public bool IsOnLink { get; init; }

    /// <summary>Is <paramref name="found"/>, as the kernel lists it, this wanted route?</summary>
    public bool Is(in RouteFacts found) =>
        found.IsIPv6 == IsIPv6 && found.Table == Table && found.Destination == Destination && found.PrefixLength == PrefixLength && found.Metric == Metric
        && found.Type == Type && found.Gateway == Gateway && found.Mtu == Mtu
        && (IsIPv6 || found.Scope == Scope)
        && (Source is null || found.Source == Source)
        && (InterfaceIndex == 0 || found.InterfaceIndex == InterfaceIndex);
}

/// <summary>A policy rule, as wanted or as the kernel has it.</summary>
internal readonly record struct RuleFacts
{
    /// <summary>Family.</summary>
    public required bool IsIPv6 { get; init; }

    /// <summary>Table it leads to.</summary>
    public required uint Table { get; init; }

    /// <summary>Source network; null = all.</summary>
    public AddressKey? From { get; init; }

    /// <summary>Bits of <see cref="From"/>.</summary>
    public int FromPrefixLength { get; init; }

    /// <summary>Destination network; null = all.</summary>
    public AddressKey? To { get; init; }

    /// <summary>Bits of <see cref="To"/>.</summary>
    public int ToPrefixLength { get; init; }

    /// <summary>Preference; null = as wanted: the kernel's choice.</summary>
    public uint? Priority { get; init; }

    /// <summary>Firewall mark; null = any.</summary>
    public uint? Mark { get; init; }

    /// <summary>Incoming interface; null = any.</summary>
    public string? IncomingInterface { get; init; }

    /// <summary>Outgoing interface; null = any.</summary>
    public string? OutgoingInterface { get; init; }

    /// <summary>Is <paramref name="found"/>, as the kernel lists it, this wanted rule?</summary>
    public bool Is(in RuleFacts found) => this with { Priority = found.Priority } == found && (Priority is null || Priority == found.Priority);
}
