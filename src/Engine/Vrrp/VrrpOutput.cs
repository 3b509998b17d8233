using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>Which output it is.</summary>
public enum VrrpOutputKind
{
    /// <summary>Send one advert with <see cref="VrrpOutput.Priority"/>.</summary>
    SendAdvertisement,

    /// <summary>Put <see cref="VrrpOutput.Addresses"/> on their interfaces; one already there is success and takes the lifetime given here.</summary>
    AddAddresses,

    /// <summary>Take <see cref="VrrpOutput.Addresses"/> away; one already gone is success.</summary>
    RemoveAddresses,

    /// <summary>Renew the leases of <see cref="VrrpOutput.Addresses"/>.</summary>
    RenewAddresses,

    /// <summary>Add <see cref="VrrpOutput.Routes"/>, then <see cref="VrrpOutput.Rules"/>; one already there is success.</summary>
    AddRouting,

    /// <summary>Take <see cref="VrrpOutput.Rules"/> away, then <see cref="VrrpOutput.Routes"/>; one already gone is success.</summary>
    RemoveRouting,

    /// <summary>Send one burst of gratuitous ARP for <see cref="VrrpOutput.Addresses"/>, <see cref="VrrpOutput.Repeat"/> times each, interleaved.</summary>
    Announce,

    /// <summary>The one timer: step with TimerElapsed at <see cref="VrrpOutput.Deadline"/>; null = no timer.</summary>
    SetTimer,

    /// <summary>Tell everyone about <see cref="VrrpOutput.Transition"/>.</summary>
    PublishTransition,
}

/// <summary>One thing the election wants done. Outputs are carried out in order; the order is part of the contract.</summary>
public readonly record struct VrrpOutput
{
    /// <summary>Which output.</summary>
    public VrrpOutputKind Kind { get; private init; }

    /// <summary>For <see cref="VrrpOutputKind.SendAdvertisement"/>; 0 = leaving.</summary>
    public VrrpPriority Priority { get; private init; }

    /// <summary>For the address outputs.</summary>
    public ValueArray<VirtualAddressDefinition> Addresses { get; private init; }

    /// <summary>For <see cref="VrrpOutputKind.AddAddresses"/> and <see cref="VrrpOutputKind.RenewAddresses"/>: kernel lifetime in whole seconds; null = no lease.</summary>
    public int? LeaseSeconds { get; private init; }

    /// <summary>For the routing outputs.</summary>
    public ValueArray<VirtualRouteDefinition> Routes { get; private init; }

    /// <summary>For the routing outputs.</summary>
    public ValueArray<VirtualRuleDefinition> Rules { get; private init; }

    /// <summary>For <see cref="VrrpOutputKind.Announce"/>.</summary>
    public int Repeat { get; private init; }

    /// <summary>For <see cref="VrrpOutputKind.SetTimer"/>.</summary>
    public MonotonicTime? Deadline { get; private init; }

    /// <summary>For <see cref="VrrpOutputKind.PublishTransition"/>.</summary>
    public VrrpTransition? Transition { get; private init; }

    /// <summary>Send an advert.</summary>
    public static VrrpOutput Send(VrrpPriority priority) => new() { Kind = VrrpOutputKind.SendAdvertisement, Priority = priority };

    /// <summary>Add addresses.</summary>
    public static VrrpOutput Add(ValueArray<VirtualAddressDefinition> addresses, int? leaseSeconds) => new() { Kind = VrrpOutputKind.AddAddresses, Addresses = addresses, LeaseSeconds = leaseSeconds };

    /// <summary>Remove addresses.</summary>
    public static VrrpOutput Remove(ValueArray<VirtualAddressDefinition> addresses) => new() { Kind = VrrpOutputKind.RemoveAddresses, Addresses = addresses };

    /// <summary>Renew leases.</summary>
    public static VrrpOutput Renew(ValueArray<VirtualAddressDefinition> addresses, int leaseSeconds) => new() { Kind = VrrpOutputKind.RenewAddresses, Addresses = addresses, LeaseSeconds = leaseSeconds };

    /// <summary>Add routes and rules.</summary>
    public static VrrpOutput Route(ValueArray<VirtualRouteDefinition> routes, ValueArray<VirtualRuleDefinition> rules) => new() { Kind = VrrpOutputKind.AddRouting, Routes = routes, Rules = rules };

    /// <summary>Remove routes and rules.</summary>
    public static VrrpOutput Unroute(ValueArray<VirtualRouteDefinition> routes, ValueArray<VirtualRuleDefinition> rules) => new() { Kind = VrrpOutputKind.RemoveRouting, Routes = routes, Rules = rules };

    /// <summary>Announce addresses.</summary>
    public static VrrpOutput Announce(ValueArray<VirtualAddressDefinition> addresses, int repeat) => new() { Kind = VrrpOutputKind.Announce, Addresses = addresses, Repeat = repeat };

    /// <summary>Set the timer.</summary>
    public static VrrpOutput TimerAt(MonotonicTime? deadline) => new() { Kind = VrrpOutputKind.SetTimer, Deadline = deadline };

    /// <summary>Publish a transition.</summary>
    public static VrrpOutput Publish(VrrpTransition transition) => new() { Kind = VrrpOutputKind.PublishTransition, Transition = transition };
}
