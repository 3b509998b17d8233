using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>A route that exists only while this node is Master. The words are those of <c>ip route</c>.</summary>
public sealed record VirtualRouteDefinition
{
    /// <summary>Network it leads to; null = the default route of the family of <see cref="Gateway"/>.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>Bits of the destination: 0 to 32 (IPv4), 0 to 128 (IPv6).</summary>
    public int PrefixLength { get; init; }

    /// <summary>Next hop (<c>via</c>); null = directly connected.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Interface (<c>dev</c>); null = the one the kernel finds for the gateway.</summary>
    public string? Interface { get; init; }

    /// <summary>Preferred source address (<c>src</c>); null = the kernel's choice.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Routing table, 1 to 2^32-1; null = main (254).</summary>
    public long? Table { get; init; }

    /// <summary>Metric, 0 to 2^32-1; null = the kernel's default.</summary>
    public long? Metric { get; init; }

    /// <summary><c>global</c>, <c>link</c> or <c>host</c>, or a number; null = global with a gateway, else link.</summary>
    public string? Scope { get; init; }

    /// <summary>MTU of the path; null = the interface's.</summary>
    public int? Mtu { get; init; }

    /// <summary>The gateway is on this link although no address here says so. Default false.</summary>
    public bool OnLink { get; init; }

    /// <summary>What the route does. Default Unicast.</summary>
    public VirtualRouteKind Kind { get; init; }

    /// <summary>Is its loss no reason to put it back (keepalived's <c>no_track</c>)? Default false.</summary>
    public bool NoTrack { get; init; }

    /// <summary><c>192.0.2.0/24 via 10.0.0.1 dev eth0 table 100</c></summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        if (Kind != VirtualRouteKind.Unicast) text.Append(Kind.ToString().ToLowerInvariant()).Append(' ');
        text.Append(Destination is null ? "default" : $"{Destination}/{PrefixLength}");
        if (Gateway is not null) text.Append(" via ").Append(Gateway);
        if (Interface is not null) text.Append(" dev ").Append(Interface);
        if (Table is not null) text.Append(" table ").Append(Table);
        return text.ToString();
    }
}

/// <summary>What a virtual route does with packets.</summary>
public enum VirtualRouteKind
{
    /// <summary>Forwards them.</summary>
    Unicast,

    /// <summary>Drops them silently.</summary>
    Blackhole,

    /// <summary>Drops them and says unreachable.</summary>
    Unreachable,

    /// <summary>Drops them and says prohibited.</summary>
    Prohibit,
}

/// <summary>A policy rule that exists only while this node is Master. The words are those of <c>ip rule</c>.</summary>
public sealed record VirtualRuleDefinition
{
    /// <summary>Source network; null = all.</summary>
    public IPAddress? From { get; init; }

    /// <summary>Bits of <see cref="From"/>.</summary>
    public int FromPrefixLength { get; init; }

    /// <summary>Destination network; null = all.</summary>
    public IPAddress? To { get; init; }

    /// <summary>Bits of <see cref="To"/>.</summary>
    public int ToPrefixLength { get; init; }

    /// <summary>Is it an IPv6 rule? Only counts where no network says so. Default false.</summary>
    public bool IsIPv6 { get; init; }

    /// <summary>Routing table it leads to, 1 to 2^32-1.</summary>
    public required long Table { get; init; }

    /// <summary>Preference, 1 to 32765; null = the kernel's choice, which a repair may change.</summary>
    public long? Priority { get; init; }

    /// <summary>Firewall mark; null = any.</summary>
    public long? Mark { get; init; }

    /// <summary>Incoming interface; null = any.</summary>
    public string? IncomingInterface { get; init; }

    /// <summary>Outgoing interface; null = any.</summary>
    public string? OutgoingInterface { get; init; }

    /// <summary>Is its loss no reason to put it back? Default false.</summary>
    public bool NoTrack { get; init; }

    /// <summary><c>from 192.0.2.0/24 lookup 100</c></summary>
    public override string ToString() =>
        $"{(From is null ? "from all" : $"from {From}/{FromPrefixLength}")}{(To is null ? "" : $" to {To}/{ToPrefixLength}")}{(Mark is null ? "" : $" fwmark {Mark}")} lookup {Table}";
}
