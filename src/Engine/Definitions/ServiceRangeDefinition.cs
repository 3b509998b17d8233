using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Addresses and ports that belong to a virtual service beside its key.</summary>
public sealed record ServiceRangeDefinition
{
    /// <summary>First address; null for a firewall mark.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Last address, of the same family and not before the first, at most 256 addresses; null = only the first.</summary>
    public IPAddress? LastAddress { get; init; }

    /// <summary>First port, 0 to 65535; 0 = every port.</summary>
    public int Port { get; init; }

    /// <summary>Last port, at most 1024 ports in all; null = only the first.</summary>
    public int? LastPort { get; init; }

    /// <summary>Firewall mark, 1 and up; null = by address and port.</summary>
    public uint? FirewallMark { get; init; }
}
