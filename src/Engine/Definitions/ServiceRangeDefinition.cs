using System.Globalization;
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

    /// <summary><c>10.88.0.100-10.88.0.109 80-89</c>, <c>2001:db8::1 0</c> or <c>fwmark 7</c>.</summary>
    public override string ToString() => (FirewallMark is { } mark ? string.Create(CultureInfo.InvariantCulture, $"fwmark {mark}") : "")
        + (Address is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{Address}{(LastAddress is null ? "" : $"-{LastAddress}")} {Port}"))
        + (LastPort is { } last ? string.Create(CultureInfo.InvariantCulture, $"-{last}") : "");
}
