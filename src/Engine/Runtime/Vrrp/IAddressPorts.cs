using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What the address keeper does to the kernel.</summary>
internal interface IAddressKernel
{
    /// <summary>Adds an address, or renews the lifetime of one that is there.</summary>
    LinuxError Add(int interfaceIndex, AddressKey address, int prefixLength, string? label, int? leaseSeconds);

    /// <summary>Removes an address; one that is gone is success.</summary>
    LinuxError Remove(int interfaceIndex, AddressKey address, int prefixLength);

    /// <summary>Sends an Ethernet frame.</summary>
    LinuxError SendFrame(ReadOnlySpan<byte> frame, int interfaceIndex);
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

    /// <summary>An address could not be put on its interface.</summary>
    void Failed(VrrpCell cell, TransitionCause cause, string detail);

    /// <summary>Something for the operator.</summary>
    void Publish(EngineEvent engineEvent);
}
