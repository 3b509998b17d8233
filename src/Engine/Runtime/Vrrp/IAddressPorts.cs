using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What the address keeper does to the kernel.</summary>
internal interface IAddressKernel
{
    /// <summary>Adds addresses, or renews the lifetime of those that are there; one answer for each request.</summary>
    void Add(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers);

    /// <summary>Renews the lifetime of addresses that are there; one answer for each request. The kernel does not tell us of it, as it does of <see cref="Add"/>.</summary>
    void Renew(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers) => Add(requests, answers);

    /// <summary>Removes addresses; one that is gone is success. One answer for each request.</summary>
    void Remove(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers);

    /// <summary>Sends Ethernet frames of equal length that lie one behind the other. Returns how many the kernel took; <paramref name="error"/> is about the next.</summary>
    int SendFrames(ReadOnlySpan<byte> frames, int frameLength, int interfaceIndex, out LinuxError error);

    /// <summary>Adds a macvlan that is up and makes itself no IPv6 address.</summary>
    LinuxError AddMacvlan(string name, int baseIndex, ReadOnlySpan<byte> hardwareAddress);

    /// <summary>Removes an interface.</summary>
    LinuxError RemoveLink(int index);

    /// <summary>Lists the routes and rules that carry our protocol number.</summary>
    LinuxError ListRouting(List<RouteFacts> routes, List<RuleFacts> rules);

    /// <summary>Adds a route.</summary>
    LinuxError AddRoute(in RouteFacts route);

    /// <summary>Removes a route; one that is gone is success.</summary>
    LinuxError RemoveRoute(in RouteFacts route);

    /// <summary>Adds a rule.</summary>
    LinuxError AddRule(in RuleFacts rule);

    /// <summary>Removes a rule; one that is gone is success.</summary>
    LinuxError RemoveRule(in RuleFacts rule);

    /// <summary>Reads a kernel switch such as <c>net/ipv4/conf/eth0/arp_ignore</c>; null = there is none.</summary>
    string? ReadSwitch(string name);

    /// <summary>Sets a kernel switch. Null = done; otherwise why not.</summary>
    string? WriteSwitch(string name, string value);

    /// <summary>Wants the filter table to read so (a script for nft, replacing what was); empty = no table. Returns at once; trouble is reported later.</summary>
    void Filter(string script);
}

/// <summary>The interfaces one heartbeat line uses. They differ only with a virtual MAC.</summary>
/// <param name="Receive">Adverts are heard here.</param>
/// <param name="Transmit">Adverts leave from here.</param>
internal sealed record LineFacts(LinkFacts Receive, LinkFacts Transmit);

/// <summary>Whom the address keeper tells.</summary>
internal interface IAddressReports
{
    /// <summary>A heartbeat line of an instance (<see cref="LinkState.Line"/>) is like this now; <paramref name="facts"/> is null when an interface of it does not exist.</summary>
    void LinkIs(VrrpCell cell, LinkState state, LineFacts? facts);

    /// <summary>Another router answered for, or announced, a virtual address that this node holds.</summary>
    /// <param name="cell">The instance.</param>
    /// <param name="address">The virtual address.</param>
    /// <param name="hardwareAddress">The other's MAC address, six bytes.</param>
    void RivalAnswered(VrrpCell cell, AddressKey address, ValueArray<byte> hardwareAddress);

    /// <summary>The router that was master until its adverts stayed away answers at its own address: it lives, so adverts are lost on the way.</summary>
    void NeighbourAnswered(VrrpCell cell, AddressKey address);

    /// <summary>An address could not be put on its interface.</summary>
    void Failed(VrrpCell cell, TransitionCause cause, string detail);

    /// <summary>Something for the operator.</summary>
    void Publish(EngineEvent engineEvent);
}
