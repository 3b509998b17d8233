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

    /// <summary><c>10.88.0.100/24</c></summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}
