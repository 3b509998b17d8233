using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What the address keeper remembers of one instance.</summary>
internal sealed class AddressHolding(VrrpCell cell)
{
    /// <summary>The instance.</summary>
    public VrrpCell Cell { get; } = cell;

    /// <summary>Addresses the election wants on this node now; empty while it is not master.</summary>
    public List<VirtualAddressDefinition> Wanted { get; } = [];

    /// <summary>Addresses of an owner (255) that were configured on the interface before: never added, renewed or removed here.</summary>
    public List<VirtualAddressDefinition> Configured { get; } = [];

    /// <summary>Lifetime of the wanted addresses; null = none.</summary>
    public int? LeaseSeconds { get; set; }

    /// <summary>What was last reported about the interface; null = nothing yet.</summary>
    public (LinkState State, int Index)? Reported { get; set; }

    /// <summary>Were the addresses compared with the kernel's since the instance came?</summary>
    public bool WasSwept { get; set; }

    /// <summary>Was it said that a removal or an announcement fails? Said once, until one works.</summary>
    public bool SaidTrouble { get; set; }

    /// <summary>When an address was last put back, so that two programs that undo each other do not spin.</summary>
    public Dictionary<VirtualAddressDefinition, MonotonicTime> RepairedAt { get; } = [];

    /// <summary>Is this node the owner (priority 255) of the addresses?</summary>
    public bool IsOwner => Cell.Participant.Priority == VrrpPriority.Owner;

    /// <summary>Name of the interface that holds <paramref name="address"/>.</summary>
    public string InterfaceOf(VirtualAddressDefinition address) => address.Interface ?? Cell.Participant.Interface;

    /// <summary>The same entry on the interface? Whether adverts name it makes no difference there.</summary>
    public static bool IsSame(VirtualAddressDefinition left, VirtualAddressDefinition right) =>
        left.PrefixLength == right.PrefixLength && left.Interface == right.Interface && left.Label == right.Label && left.Address.Equals(right.Address);
}
