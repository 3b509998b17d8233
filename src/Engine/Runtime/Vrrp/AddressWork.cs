using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What the loop asks of the address thread.</summary>
internal enum AddressWorkKind
{
    /// <summary>Watch the interface and the addresses of an instance.</summary>
    Watch,

    /// <summary>The instance's definition changed.</summary>
    LookAgain,

    /// <summary>Put the addresses on their interfaces.</summary>
    Add,

    /// <summary>Take them away.</summary>
    Remove,

    /// <summary>Renew their leases.</summary>
    Renew,

    /// <summary>Add the virtual routes, then the rules.</summary>
    AddRouting,

    /// <summary>Take the virtual rules away, then the routes.</summary>
    RemoveRouting,

    /// <summary>Send gratuitous ARP or unsolicited neighbour advertisements for them.</summary>
    Announce,

    /// <summary>Ask at once whether another router answers for a virtual address.</summary>
    Probe,

    /// <summary>The instance is gone, and with it its routes, rules, macvlan, filter and switches. Its addresses go by <see cref="Remove"/>.</summary>
    Forget,

    /// <summary>No more work comes: end. What was not forgotten stays as it is, for a process that goes on with it.</summary>
    End,
}

/// <summary>One piece of work, carried out in the order it was asked for. A value: renewals come with adverts and must not allocate.</summary>
/// <param name="Kind">What.</param>
/// <param name="Cell">For which instance; null for <see cref="AddressWorkKind.End"/>.</param>
/// <param name="Addresses">Which addresses.</param>
/// <param name="LeaseSeconds">Kernel lifetime; null = none.</param>
/// <param name="Repeat">Announcements per address.</param>
/// <param name="TakesUp">For <see cref="AddressWorkKind.Watch"/>: addresses, routes and rules that are there stay for a moment, until the election asks for them.</param>
internal readonly record struct AddressWork(
    AddressWorkKind Kind,
    VrrpCell? Cell,
    ValueArray<VirtualAddressDefinition> Addresses = default,
    int? LeaseSeconds = null,
    int Repeat = 0,
    bool TakesUp = false);
