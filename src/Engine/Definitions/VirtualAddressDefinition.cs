using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>One virtual address (VIP) of an instance.</summary>
public sealed record VirtualAddressDefinition
{
    /// <summary>The address, IPv4 or IPv6.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Bits of the network part: 0 to 32 (IPv4), 0 to 128 (IPv6). Default when a file names none: 32 or 128.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>Interface that holds the address; null = the instance's own interface.</summary>
    public string? Interface { get; init; }

    /// <summary>Label such as <c>eth0:0</c>, at most 15 characters (IPv4 only); null = none.</summary>
    public string? Label { get; init; }

    /// <summary>True: held by the master but not named in adverts (keepalived's virtual_ipaddress_excluded). Default false.</summary>
    public bool Excluded { get; init; }

    /// <summary><c>global</c>, <c>link</c>, <c>host</c> or a number from 0 to 255 (IPv4 only: the kernel finds the scope of IPv6 itself). Null = global.</summary>
    public string? Scope { get; init; }

    /// <summary>Broadcast address: <c>auto</c> = the last address of the network, or an IPv4 address. Null = none, as keepalived.</summary>
    public string? Broadcast { get; init; }

    /// <summary>Is its loss no reason to give the mastership up or to put it back (keepalived's <c>no_track</c>)? Default false.</summary>
    public bool NoTrack { get; init; }

    /// <summary><c>10.88.0.100/24</c></summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}
