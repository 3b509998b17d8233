using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Carries out what elections want of addresses, strictly in order, and keeps wanted and actual the same: what was taken
/// away from a master is put back, what lies on a node that is not master is removed. Addresses that no definition names
/// are left alone. For one thread; reads no clock.
/// </summary>
internal sealed partial class AddressKeeper
{
    /// <summary>The way out when the kernel says "not permitted".</summary>
    public const string PermissionFix = "run as root or give the binary CAP_NET_ADMIN and CAP_NET_RAW, e.g. AmbientCapabilities in the systemd unit";

    /// <summary>How long the addresses of a process that went on in this one may wait for its first wish.</summary>
    private static readonly TimeSpan s_spared = TimeSpan.FromSeconds(3);

    private readonly IAddressKernel _kernel;
    private readonly IAddressReports _reports;
    private readonly Dictionary<VrrpCell, AddressHolding> _holdings = [];
    private readonly AddressChanges _changes;
    private readonly Announcer _announcer;
    private readonly RoutingKeeper _routing;
    private readonly InterfaceSwitches _switches;
    private readonly VirtualMacKeeper _virtualMacs;
    private readonly RivalWatch _rivals;
    private Dictionary<(string Interface, AddressKey Address), int>? _claims;
    private string? _filter;

    /// <summary>Prepares it.</summary>
    public AddressKeeper(IAddressKernel kernel, IAddressReports reports)
    {
        _kernel = kernel;
        _reports = reports;
        _changes = new AddressChanges(kernel, reports, Table);
        _announcer = new Announcer(kernel, reports, Table);
        _routing = new RoutingKeeper(kernel, reports, Table);
        _switches = new InterfaceSwitches(kernel, reports);
        _virtualMacs = new VirtualMacKeeper(kernel, Table, _switches);
        _rivals = new RivalWatch(kernel, reports, Table);
    }

    /// <summary>Interfaces and addresses as last reported; whoever reads the kernel's messages writes it.</summary>
    public InterfaceTable Table { get; } = new();

    /// <summary>When <see cref="Pump"/> wants to be called next; null = not before more work comes.</summary>
    public MonotonicTime? NextDue => Earlier(_announcer.NextDue, _rivals.NextDue);

    /// <summary>Does any instance have virtual routes or rules to watch?</summary>
    public bool WatchesRouting => _routing.IsNeeded;

    /// <summary>Does any instance hold IPv4, or IPv6, addresses that others may claim?</summary>
    public bool ListensFor(bool isIPv6) => _rivals.ListensFor(isIPv6);

    /// <summary>Carries out one piece of work.</summary>
    public void Do(in AddressWork work, MonotonicTime now)
    {
        if (work.Cell is not { } cell) return;
        if (work.Kind == AddressWorkKind.Watch)
        {
            _holdings[cell] = new AddressHolding(cell) { SparedUntil = work.TakesUp ? now + s_spared : null };
            Reconcile(now);
            return;
        }

        if (!_holdings.TryGetValue(cell, out AddressHolding? holding)) return;
        switch (work.Kind)
        {
            case AddressWorkKind.LookAgain:
                holding.Reported = [];
                MoveHome(holding, now);
                Reconcile(now);
                break;
            case AddressWorkKind.Add:
                Add(holding, work.Addresses.Span, work.LeaseSeconds, now);
                break;
            case AddressWorkKind.Remove:
                Remove(holding, work.Addresses.Span);
                break;
            case AddressWorkKind.Renew:
                Renew([work], now);
                break;
            case AddressWorkKind.AddRouting:
                holding.WantsRouting = true;
                _routing.Reconcile(_holdings.Values, now);
                break;
            case AddressWorkKind.RemoveRouting:
                holding.WantsRouting = false;
                _routing.Reconcile(_holdings.Values, now);
                break;
            case AddressWorkKind.Announce:
                Announce(holding, work.Addresses.Span, work.Repeat, now);
                break;
            case AddressWorkKind.Probe:
                _rivals.ProbeNow(holding, now);
                break;
            case AddressWorkKind.Forget:
                Forget(holding, now);
                break;
        }
    }

    /// <summary>Renews the leases of instances: all <paramref name="renewals"/> in as few calls as the kernel takes. What is not there any more is put back.</summary>
    public void Renew(ReadOnlySpan<AddressWork> renewals, MonotonicTime now)
    {
        foreach (AddressWork work in renewals)
        {
            if (work.Cell is not { } cell || !_holdings.TryGetValue(cell, out AddressHolding? holding)) continue;
            holding.LeaseSeconds = work.LeaseSeconds;
            List<VirtualAddressDefinition>? gone = null;
            foreach (VirtualAddressDefinition address in holding.Wanted)
            {
                if (IsThere(holding, address)) _changes.Renew(holding, address);
                else (gone ??= []).Add(address);
            }

            if (gone is not null) Repair(holding, gone, now);
        }

        _changes.RenewRest();
    }

    /// <summary>Sends what is due of announcements and probes.</summary>
    public void Pump(MonotonicTime now)
    {
        _announcer.Pump(now);
        _rivals.Probe(_holdings.Values, now);
    }

    /// <summary>A frame came in which somebody claims an address.</summary>
    public void Heard(ReadOnlySpan<byte> frame, int interfaceIndex, MonotonicTime now) => _rivals.Heard(frame, interfaceIndex, now);

    /// <summary>Routes or rules of ours changed.</summary>
    public void RoutingChanged(MonotonicTime now) => _routing.Reconcile(_holdings.Values, now);

    private static MonotonicTime? Earlier(MonotonicTime? one, MonotonicTime? other) => one is { } a && other is { } b ? (a < b ? a : b) : one ?? other;

    private void Add(AddressHolding holding, ReadOnlySpan<VirtualAddressDefinition> addresses, int? leaseSeconds, MonotonicTime now)
    {
        holding.LeaseSeconds = leaseSeconds;
        holding.SparedUntil = null;
        if (holding.IsOwner) addresses = LeaveOutConfigured(holding, addresses);
        // Asked for again: it takes the lifetime given now.
        holding.Want(addresses);
        _claims = null;
        _changes.Put(holding, addresses, fresh =>
        {
            foreach (VirtualAddressDefinition address in fresh) holding.AnnouncedAhead.Add(AddressKey.From(address.Address));
            _announcer.Announce(holding, fresh, 1);
            _announcer.Pump(now);
        });
        _rivals.Follow(_holdings.Values);
        ShowHeld(holding);
    }

    private ReadOnlySpan<VirtualAddressDefinition> LeaveOutConfigured(AddressHolding holding, ReadOnlySpan<VirtualAddressDefinition> addresses)
    {
        List<VirtualAddressDefinition> others = [];
        foreach (VirtualAddressDefinition address in addresses)
        {
            if (!holding.Wants(address) && IsConfigured(holding, address)) holding.Configured.Add(address);
            else others.Add(address);
        }

        return others.ToArray();
    }

    private void Remove(AddressHolding holding, ReadOnlySpan<VirtualAddressDefinition> addresses)
    {
        foreach (VirtualAddressDefinition address in addresses) holding.RepairedAt.Remove(address);
        List<VirtualAddressDefinition> were = holding.Unwant(addresses);
        _claims = null;
        List<AddressRequest> gone = [];
        foreach (VirtualAddressDefinition address in were)
        {
            if (IsWantedByAnother(holding, address) || Table.FindLink(holding.InterfaceOf(address)) is not { } link) continue;
            gone.Add(new AddressRequest(link.Index, AddressKey.From(address.Address), address.PrefixLength));
        }

        _changes.Take(holding, gone);
        _rivals.Follow(_holdings.Values);
        ShowHeld(holding);
    }

    /// <summary>Bursts are interleaved: every address once, then every address again.</summary>
    private void Announce(AddressHolding holding, ReadOnlySpan<VirtualAddressDefinition> addresses, int repeat, MonotonicTime now)
    {
        if (repeat > 0 && holding.AnnouncedAhead.Count > 0)
        {
            List<VirtualAddressDefinition> others = [];
            foreach (VirtualAddressDefinition address in addresses)
                if (!holding.AnnouncedAhead.Contains(AddressKey.From(address.Address))) others.Add(address);
            holding.AnnouncedAhead.Clear();
            _announcer.Announce(holding, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(others), 1);
            repeat--;
        }

        _announcer.Announce(holding, addresses, repeat);
        _announcer.Pump(now);
    }

    // With another virtual MAC address, or without one, the addresses lie on another interface: they leave the old one first.
    private void MoveHome(AddressHolding holding, MonotonicTime now)
    {
        VirtualAddressDefinition[] wanted = [.. holding.Wanted];
        List<AddressRequest> old = [];
        foreach (VirtualAddressDefinition address in wanted)
            if (Table.FindLink(holding.InterfaceOf(address)) is { } link) old.Add(new AddressRequest(link.Index, AddressKey.From(address.Address), address.PrefixLength));
        if (!holding.TryMoveHome()) return;
        _claims = null;
        _changes.Take(holding, old);
        Announce(holding, wanted, 0, now);
    }

    private void Forget(AddressHolding holding, MonotonicTime now)
    {
        _holdings.Remove(holding.Cell);
        _claims = null;
        holding.WantsRouting = false;
        _routing.Reconcile(_holdings.Values, now);
        _announcer.Forget(holding);
        _rivals.Follow(_holdings.Values);
        _virtualMacs.Reconcile(_holdings.Values);
        _switches.Reconcile(_holdings.Values);
        Filter();
    }

    private void Filter()
    {
        string script = PacketFilter.Script(_holdings.Values);
        if (script == _filter) return;
        _filter = script;
        _kernel.Filter(script);
    }

    private bool IsThere(AddressHolding holding, VirtualAddressDefinition address) =>
        Table.FindLink(holding.InterfaceOf(address)) is { } link && Table.Has(link.Index, AddressKey.From(address.Address), address.PrefixLength);

    private bool IsConfigured(AddressHolding holding, VirtualAddressDefinition address) =>
        Table.FindLink(holding.InterfaceOf(address)) is { } link && Table.HasPermanent(link.Index, AddressKey.From(address.Address), address.PrefixLength);

    private bool IsWantedByAnother(AddressHolding holding, VirtualAddressDefinition address)
    {
        int own = holding.Wants(address) || holding.Configured.Exists(configured => AddressHolding.IsSame(configured, address)) ? 1 : 0;
        return Claims().GetValueOrDefault(holding.PlaceOf(address)) > own;
    }

    /// <summary>How many instances want each place.</summary>
    private Dictionary<(string Interface, AddressKey Address), int> Claims()
    {
        if (_claims is not null) return _claims;
        _claims = [];
        foreach (AddressHolding holding in _holdings.Values)
        {
            foreach ((string Interface, AddressKey Address) place in holding.Wanted.Concat(holding.Configured).Select(holding.PlaceOf).Distinct())
                _claims[place] = _claims.GetValueOrDefault(place) + 1;
        }

        return _claims;
    }

    private void ShowHeld(AddressHolding holding)
    {
        ValueArray<VirtualAddressDefinition> addresses = holding.Cell.Definition.VirtualAddresses;
        var held = new bool[addresses.Count];
        for (int i = 0; i < held.Length; i++) held[i] = IsThere(holding, addresses[i]);
        var shown = new HeldAddresses(addresses, new ValueArray<bool>(held));
        if (shown != holding.Cell.Held) holding.Cell.Held = shown;
    }
}
