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

/// <summary>Whom the address keeper tells.</summary>
internal interface IAddressReports
{
    /// <summary>The interface of an instance is like this now.</summary>
    void LinkIs(VrrpCell cell, LinkState state, LinkFacts? facts);

    /// <summary>An address could not be put on its interface.</summary>
    void Failed(VrrpCell cell, TransitionCause cause, string detail);

    /// <summary>Something for the operator.</summary>
    void Publish(EngineEvent engineEvent);
}
