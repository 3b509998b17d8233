using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Looks for other holders of the addresses of a master: asks the link for one address of each instance every few seconds, and listens to
/// who claims them. It also asks for the router that was master and fell silent: if that one lives, adverts are lost on the way. Tells what
/// it sees; what it means is for others to say.
/// </summary>
internal sealed class RivalWatch(IAddressKernel kernel, IAddressReports reports, InterfaceTable table)
{
    private const int NeighbourTries = 3;

    /// <summary>More claims than this between two reports of one are a flood; the memory of what was told starts anew then.</summary>
    private const int MaxRemembered = 1024;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1); // a master that yields may hold the address that long
    private static readonly TimeSpan s_neighbourInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_reportSpacing = TimeSpan.FromSeconds(1);

    private readonly Dictionary<AddressHolding, Watch> _watches = [];
    private readonly Dictionary<AddressKey, (AddressHolding Holding, string Interface)> _holders = [];
    private readonly Dictionary<AddressKey, Watch> _neighbours = [];
    private readonly Dictionary<(AddressKey Address, HardwareAddress By), MonotonicTime> _reportedAt = [];
    private readonly byte[] _frame = new byte[NeighbourSolicitation.MaxLengthBytes];

    /// <summary>When the next question is due; null = none.</summary>
    public MonotonicTime? NextDue { get; private set; }

    /// <summary>Does any instance hold addresses of this family?</summary>
    public bool ListensFor(bool isIPv6) => isIPv6 ? HoldsIPv6 : HoldsIPv4;

    private bool HoldsIPv4 { get; set; }

    private bool HoldsIPv6 { get; set; }

    /// <summary>The addresses that are held changed.</summary>
    public void Follow(IEnumerable<AddressHolding> holdings)
    {
        _holders.Clear();
        HoldsIPv4 = HoldsIPv6 = false;
        HashSet<AddressHolding> present = [];
        foreach (AddressHolding holding in holdings)
        {
            present.Add(holding);
            foreach (VirtualAddressDefinition address in holding.Wanted)
            {
                (string name, AddressKey key) = holding.PlaceOf(address);
                _holders[key] = (holding, name);
                if (key.IsIPv6) HoldsIPv6 = true;
                else HoldsIPv4 = true;
            }

            if (!_watches.TryGetValue(holding, out Watch? watch)) _watches[holding] = watch = new Watch(holding);
            if (holding.Wanted.Count == 0) watch.Rest();
            else watch.IsHolding = true;
        }

        foreach (AddressHolding gone in _watches.Keys.Where(holding => !present.Contains(holding)).ToList()) _watches.Remove(gone);
        foreach ((AddressKey address, Watch watch) in _neighbours.ToList())
            if (!watch.IsHolding || !_watches.ContainsValue(watch)) _neighbours.Remove(address);
    }

    /// <summary>Remembers who is master while this node is not, to ask for it when it falls silent. Call it now and then.</summary>
    public void Remember(IEnumerable<AddressHolding> holdings, MonotonicTime now)
    {
        foreach (AddressHolding holding in holdings)
        {
            if (holding.Wanted.Count > 0 || holding.Cell.HeardOwner is not { } owner) continue;
            if (!_watches.TryGetValue(holding, out Watch? watch)) _watches[holding] = watch = new Watch(holding);
            watch.LastOwner = owner.Source;
        }
    }

    /// <summary>Asks for an address of the instance with the next <see cref="Probe"/>.</summary>
    public void ProbeNow(AddressHolding holding, MonotonicTime now)
    {
        if (!_watches.TryGetValue(holding, out Watch? watch) || !watch.IsHolding) return;
        watch.NextAt = now;
        NextDue = now;
    }

    /// <summary>Sends the questions that are due.</summary>
    public void Probe(IEnumerable<AddressHolding> holdings, MonotonicTime now)
    {
        if (NextDue is { } due && due > now && _watches.Values.All(watch => !watch.IsHolding || watch.NextAt is not null)) return;
        NextDue = null;
        foreach (AddressHolding holding in holdings)
        {
            if (!_watches.TryGetValue(holding, out Watch? watch) || !watch.IsHolding) continue;
            AskForAddress(watch, now);
            AskForNeighbour(watch, now);
            Due(watch.NextAt);
            Due(watch.NeighbourAt);
        }
    }

    /// <summary>A frame came in which somebody claims an address.</summary>
    public void Heard(ReadOnlySpan<byte> frame, int interfaceIndex, MonotonicTime now)
    {
        if (!AddressClaim.TryRead(frame, out AddressClaim claim)) return;
        if (_neighbours.Remove(claim.Address, out Watch? watch))
        {
            watch.NeighbourAt = null;
            if (watch.Holding.Cell.State == VrrpState.Master) reports.NeighbourAnswered(watch.Holding.Cell, claim.Address);
        }

        if (!_holders.TryGetValue(claim.Address, out (AddressHolding Holding, string Interface) holder)) return;
        if (table.FindLink(holder.Interface) is not { } link || !table.Has(link.Index, claim.Address)) return;
        bool isOnBase = link.BaseIndex == interfaceIndex && holder.Interface == holder.Holding.VirtualMac;
        if (interfaceIndex != link.Index && !isOnBase) return;
        // With a virtual MAC address a rival has the same one. Its answer to a question from the interface below gives it away: ours does not hear that question.
        bool isOwn = table.IsOwn(claim.HardwareAddress) && !(isOnBase && claim.Kind == AddressClaimKind.Answer && HardwareAddress.From(link.HardwareAddress.Span) == claim.HardwareAddress);
        if (isOwn || IsToldAlready((claim.Address, claim.HardwareAddress), now)) return;
        byte[] bytes = new byte[HardwareAddress.LengthBytes];
        claim.HardwareAddress.CopyTo(bytes);
        reports.RivalAnswered(holder.Holding.Cell, claim.Address, new ValueArray<byte>(bytes));
    }

    private void AskForAddress(Watch watch, MonotonicTime now)
    {
        watch.NextAt ??= now + s_first;
        if (watch.NextAt > now) return;
        watch.NextAt = now + s_interval;
        IReadOnlyList<VirtualAddressDefinition> wanted = watch.Holding.Wanted;
        if (wanted.Count == 0) return;
        (string name, AddressKey address) = watch.Holding.PlaceOf(wanted[watch.Turn++ % wanted.Count]);
        Ask(name == watch.Holding.VirtualMac ? watch.Holding.Cell.Participant.Interface : name, address);
    }

    private void AskForNeighbour(Watch watch, MonotonicTime now)
    {
        if (!watch.HasDecided && watch.Holding.Cell is { State: VrrpState.Master, LastTransition: { To: VrrpState.Master } last })
        {
            watch.HasDecided = true;
            if (last.Cause == TransitionCause.MasterSilent && watch.LastOwner is { } silent && !_holders.ContainsKey(silent))
            {
                _neighbours[silent] = watch;
                (watch.NeighbourAt, watch.TriesLeft) = (now, NeighbourTries);
            }
        }

        if (watch.NeighbourAt is not { } at || at > now || watch.LastOwner is not { } neighbour) return;
        watch.NeighbourAt = --watch.TriesLeft > 0 ? now + s_neighbourInterval : null;
        Ask(watch.Holding.Cell.Participant.Interface, neighbour);
    }

    private void Ask(string name, AddressKey address)
    {
        if (table.FindLink(name) is not { SpeaksArp: true, HasCarrier: true, HardwareAddress.Count: 6 } link) return;
        int length;
        if (!address.IsIPv6)
        {
            length = ArpProbe.Write(_frame, link.HardwareAddress.Span, address);
        }
        else
        {
            // From our own address, so that the answer comes to us alone: one to all nodes would change their tables in favour of a rival.
            AddressFacts source = table.AddressesOf(link.Index).FirstOrDefault(own => own.IsLinkLocal && !own.IsTentative && own.Address != address);
            if (source.InterfaceIndex == 0) return;
            length = NeighbourSolicitation.Write(_frame, link.HardwareAddress.Span, source.Address, address);
        }

        // A question that is lost is asked again; a link that takes none is reported as such.
        kernel.SendFrames(_frame.AsSpan(0, length), length, link.Index, out _);
    }

    private bool IsToldAlready((AddressKey Address, HardwareAddress By) claim, MonotonicTime now)
    {
        if (_reportedAt.TryGetValue(claim, out MonotonicTime last) && now - last < s_reportSpacing) return true;
        if (_reportedAt.Count >= MaxRemembered) _reportedAt.Clear();
        _reportedAt[claim] = now;
        return false;
    }

    private void Due(MonotonicTime? at)
    {
        if (at is { } time && (NextDue is not { } next || time < next)) NextDue = time;
    }

    /// <summary>What is remembered of one instance.</summary>
    private sealed class Watch(AddressHolding holding)
    {
        public AddressHolding Holding { get; } = holding;

        public bool IsHolding { get; set; }

        public MonotonicTime? NextAt { get; set; }

        public int Turn { get; set; }

        /// <summary>The router last heard as master.</summary>
        public AddressKey? LastOwner { get; set; }

        /// <summary>Is it settled whether to ask for that router?</summary>
        public bool HasDecided { get; set; }

        public MonotonicTime? NeighbourAt { get; set; }

        public int TriesLeft { get; set; }

        public void Rest()
        {
            (IsHolding, HasDecided) = (false, false);
            (NextAt, NeighbourAt) = (null, null);
        }
    }
}
