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

/// <summary>The interfaces of one heartbeat line. They differ only with a virtual MAC address.</summary>
/// <param name="Receive">Where adverts are heard.</param>
/// <param name="Transmit">Where they are sent.</param>
internal sealed record LineFacts(LinkFacts Receive, LinkFacts Transmit);

/// <summary>Whom the address keeper tells.</summary>
internal interface IAddressReports
{
    /// <summary>A heartbeat line (<see cref="LinkState.Line"/>) of an instance is like this now; <paramref name="facts"/> is null when its interface does not exist.</summary>
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
