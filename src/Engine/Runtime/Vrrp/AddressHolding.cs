using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What the address keeper remembers of one instance.</summary>
internal sealed class AddressHolding(VrrpCell cell)
{
    private readonly List<VirtualAddressDefinition> _wanted = [];
    private readonly HashSet<(string Interface, AddressKey Address)> _wantedPlaces = [];

    /// <summary>The instance.</summary>
    public VrrpCell Cell { get; } = cell;

    /// <summary>Addresses the election wants on this node now; empty while it is not master.</summary>
    public IReadOnlyList<VirtualAddressDefinition> Wanted => _wanted;

    /// <summary>Addresses of an owner (255) that were configured on the interface before: never added, renewed or removed here.</summary>
    public List<VirtualAddressDefinition> Configured { get; } = [];

    /// <summary>Lifetime of the wanted addresses; null = none.</summary>
    public int? LeaseSeconds { get; set; }

    /// <summary>What was last reported of each heartbeat line; null = nothing yet.</summary>
    public (LinkState State, int Receive, int Transmit)?[] Reported { get; set; } = [];

    /// <summary>Were the addresses compared with the kernel's since the instance came?</summary>
    public bool WasSwept { get; set; }

    /// <summary>Until then, or until the election asks for addresses, those that are there stay: a process before this one was master moments ago.</summary>
    public MonotonicTime? SparedUntil { get; set; }

    /// <summary>Was it said that a removal or an announcement fails? Said once, until one works.</summary>
    public bool SaidTrouble { get; set; }

    /// <summary>When an address was last put back, so that two programs that undo each other do not spin.</summary>
    public Dictionary<VirtualAddressDefinition, MonotonicTime> RepairedAt { get; } = [];

    /// <summary>Addresses announced once while they were added; the burst that follows leaves out one round for them.</summary>
    public HashSet<AddressKey> AnnouncedAhead { get; } = [];

    /// <summary>Does the election want the virtual routes and rules?</summary>
    public bool WantsRouting { get; set; }

    /// <summary>Interface of addresses that name none: the macvlan, or the instance's own.</summary>
    public string Home { get; private set; } = HomeOf(cell);

    /// <summary>The macvlan of the virtual MAC address; null = the definition asks for none.</summary>
    public string? VirtualMac => VirtualMacOf(Cell);

    /// <summary>Are the virtual addresses IPv6? The first one says.</summary>
    public bool IsIPv6 => Cell.Definition.TravelsOverIPv6();

    /// <summary>Is this node the owner (priority 255) of the addresses?</summary>
    public bool IsOwner => Cell.Participant.Priority == VrrpPriority.Owner;

    /// <summary>Name of the interface that holds <paramref name="address"/>.</summary>
    public string InterfaceOf(VirtualAddressDefinition address) => address.Interface ?? Home;

    /// <summary>Where <paramref name="address"/> lies.</summary>
    public (string Interface, AddressKey Address) PlaceOf(VirtualAddressDefinition address) => (InterfaceOf(address), AddressKey.From(address.Address));

    /// <summary>Is <paramref name="address"/> wanted where it lies, with whatever prefix?</summary>
    public bool Wants(VirtualAddressDefinition address) => _wantedPlaces.Contains(PlaceOf(address));

    /// <summary>They are wanted from now on.</summary>
    public void Want(ReadOnlySpan<VirtualAddressDefinition> addresses)
    {
        foreach (VirtualAddressDefinition address in addresses)
            if (_wantedPlaces.Add(PlaceOf(address)) || !_wanted.Exists(wanted => IsSame(wanted, address))) _wanted.Add(address);
    }

    /// <summary>They are wanted no more; returns those that were.</summary>
    public List<VirtualAddressDefinition> Unwant(ReadOnlySpan<VirtualAddressDefinition> addresses)
    {
        HashSet<(string? Interface, string? Label, int PrefixLength, AddressKey Address)> gone = [];
        foreach (VirtualAddressDefinition address in addresses) gone.Add(Entry(address));
        Configured.RemoveAll(configured => gone.Contains(Entry(configured)));
        List<VirtualAddressDefinition> were = _wanted.FindAll(wanted => gone.Contains(Entry(wanted)));
        if (were.Count == 0) return were;
        _wanted.RemoveAll(wanted => gone.Contains(Entry(wanted)));
        FindPlaces();
        return were;
    }

    /// <summary>The definition changed: addresses may lie elsewhere now. True: they do.</summary>
    public bool TryMoveHome()
    {
        string home = HomeOf(Cell);
        if (home == Home) return false;
        Home = home;
        FindPlaces();
        return true;
    }

    /// <summary>The same entry on the interface? Whether adverts name it makes no difference there.</summary>
    public static bool IsSame(VirtualAddressDefinition left, VirtualAddressDefinition right) => Entry(left) == Entry(right);

    private static string HomeOf(VrrpCell cell) => VirtualMacOf(cell) ?? cell.Participant.Interface;

    private static string? VirtualMacOf(VrrpCell cell) => cell.Participant.VirtualMac is not { } virtualMac
        ? null
        : virtualMac.Name ?? $"{(cell.Definition.TravelsOverIPv6() ? "vrrp6" : "vrrp")}.{cell.Definition.VirtualRouterId.Value}";

    private static (string? Interface, string? Label, int PrefixLength, AddressKey Address) Entry(VirtualAddressDefinition address) =>
        (address.Interface, address.Label, address.PrefixLength, AddressKey.From(address.Address));

    private void FindPlaces()
    {
        _wantedPlaces.Clear();
        foreach (VirtualAddressDefinition address in _wanted) _wantedPlaces.Add(PlaceOf(address));
    }
}
