using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Carries out what elections want of addresses, strictly in order, and keeps wanted and actual the same: what was taken
/// away from a master is put back, what lies on a node that is not master is removed. Addresses that no definition names
/// are left alone. For one thread; reads no clock.
/// </summary>
internal sealed partial class AddressKeeper(IAddressKernel kernel, IAddressReports reports)
{
    /// <summary>The way out when the kernel says "not permitted".</summary>
    public const string PermissionFix = "run as root or give the binary CAP_NET_ADMIN and CAP_NET_RAW, e.g. AmbientCapabilities in the systemd unit";

    private readonly Dictionary<VrrpCell, AddressHolding> _holdings = [];

    /// <summary>Interfaces and addresses as last reported; whoever reads the kernel's messages writes it.</summary>
    public InterfaceTable Table { get; } = new();

    /// <summary>Carries out one piece of work.</summary>
    public void Do(in AddressWork work, MonotonicTime now)
    {
        if (work.Cell is not { } cell) return;
        if (work.Kind == AddressWorkKind.Watch)
        {
            _holdings[cell] = new AddressHolding(cell);
            Reconcile(now);
            return;
        }

        if (!_holdings.TryGetValue(cell, out AddressHolding? holding)) return;
        switch (work.Kind)
        {
            case AddressWorkKind.LookAgain:
                holding.Reported = null;
                Reconcile(now);
                break;
            case AddressWorkKind.Add:
                Add(holding, work.Addresses, work.LeaseSeconds);
                break;
            case AddressWorkKind.Remove:
                Remove(holding, work.Addresses);
                break;
            case AddressWorkKind.Renew:
                Renew(holding, work.LeaseSeconds, now);
                break;
            case AddressWorkKind.Announce:
                Announce(holding, work.Addresses.Span, work.Repeat);
                break;
            case AddressWorkKind.Forget:
                _holdings.Remove(cell);
                break;
        }
    }

    private void Add(AddressHolding holding, ValueArray<VirtualAddressDefinition> addresses, int? leaseSeconds)
    {
        holding.LeaseSeconds = leaseSeconds;
        foreach (VirtualAddressDefinition address in addresses)
        {
            if (holding.IsOwner && !IsWanted(holding, address) && IsConfigured(holding, address))
            {
                holding.Configured.Add(address);
                continue;
            }

            // Asked for again: it takes the lifetime given now.
            if (!holding.Wanted.Exists(wanted => AddressHolding.IsSame(wanted, address))) holding.Wanted.Add(address);
            Put(holding, address);
        }

        ShowHeld(holding);
    }

    private void Remove(AddressHolding holding, ValueArray<VirtualAddressDefinition> addresses)
    {
        foreach (VirtualAddressDefinition address in addresses)
        {
            holding.Configured.RemoveAll(configured => AddressHolding.IsSame(configured, address));
            holding.RepairedAt.Remove(address);
            if (holding.Wanted.RemoveAll(wanted => AddressHolding.IsSame(wanted, address)) == 0 || IsWantedByAnother(holding, address)) continue;
            if (Table.FindLink(holding.InterfaceOf(address)) is { } link) Take(holding, link, AddressKey.From(address.Address), address.PrefixLength);
        }

        ShowHeld(holding);
    }

    private void Renew(AddressHolding holding, int? leaseSeconds, MonotonicTime now)
    {
        holding.LeaseSeconds = leaseSeconds;
        for (int i = 0; i < holding.Wanted.Count; i++)
        {
            VirtualAddressDefinition address = holding.Wanted[i];
            if (IsThere(holding, address)) Put(holding, address);
            else Repair(holding, address, now);
        }
    }

    /// <summary>Bursts are interleaved: every address once, then every address again.</summary>
    private void Announce(AddressHolding holding, ReadOnlySpan<VirtualAddressDefinition> addresses, int repeat)
    {
        Span<byte> frame = stackalloc byte[GratuitousArp.LengthBytes];
        for (int round = 0; round < repeat; round++)
        {
            foreach (VirtualAddressDefinition address in addresses)
            {
                // One that could not be added must not draw traffic here.
                if (Table.FindLink(holding.InterfaceOf(address)) is not { SpeaksArp: true, HardwareAddress.Count: 6 } link || !IsThere(holding, address)) continue;
                int length = GratuitousArp.Write(frame, link.HardwareAddress.Span, AddressKey.From(address.Address));
                LinuxError error = kernel.SendFrame(frame[..length], link.Index);
                if (!error.IsSuccess) SayTrouble(holding, $"gratuitous ARP for {address} on {link.Name} could not be sent: {error}; neighbours may keep the old MAC address until their own time-out");
            }
        }
    }

    /// <summary>Adds an address or renews its lease, and reports a refusal to the election.</summary>
    private bool Put(AddressHolding holding, VirtualAddressDefinition address)
    {
        string name = holding.InterfaceOf(address);
        if (Table.FindLink(name) is not { } link)
        {
            reports.Failed(holding.Cell, TransitionCause.AddressFailed, $"{address} could not be added: {Table.Missing(name)}");
            return false;
        }

        var key = AddressKey.From(address.Address);
        LinuxError error = key.IsIPv6
            ? new LinuxError(LinuxError.EOPNOTSUPP, "IPv6 addresses are not kept in this version")
            : kernel.Add(link.Index, key, address.PrefixLength, address.Label, holding.LeaseSeconds);
        if (error.IsSuccess)
        {
            Table.Set(new AddressFacts(link.Index, key, address.PrefixLength, IsSecondary(link.Index, key, address.PrefixLength), holding.LeaseSeconds is null));
            return true;
        }

        bool notPermitted = error.Number is LinuxError.EPERM or LinuxError.EACCES;
        reports.Failed(
            holding.Cell,
            notPermitted ? TransitionCause.NotPermitted : TransitionCause.AddressFailed,
            $"the kernel refused {address} on {name}: {error}{(notPermitted ? "; " + PermissionFix : "")}");
        return false;
    }

    private void Take(AddressHolding holding, LinkFacts link, AddressKey address, int prefixLength)
    {
        LinuxError error = kernel.Remove(link.Index, address, prefixLength);
        if (error.IsSuccess)
        {
            Table.RemoveAddress(link.Index, address, prefixLength);
            holding.SaidTrouble = false;
        }
        else
        {
            SayTrouble(holding, $"the kernel refused to remove {address}/{prefixLength} from {link.Name}: {error}; remove it by hand, or two nodes answer for it");
        }
    }

    // Whether it is secondary only matters for the choice of a source address, which a virtual one never is.
    private bool IsSecondary(int index, AddressKey address, int prefixLength)
    {
        foreach (AddressFacts known in Table.Addresses)
            if (known.InterfaceIndex == index && known.Address == address && known.PrefixLength == prefixLength) return known.IsSecondary;
        return false;
    }

    private bool IsThere(AddressHolding holding, VirtualAddressDefinition address) =>
        Table.FindLink(holding.InterfaceOf(address)) is { } link && Table.Has(link.Index, AddressKey.From(address.Address), address.PrefixLength);

    private bool IsConfigured(AddressHolding holding, VirtualAddressDefinition address) =>
        Table.FindLink(holding.InterfaceOf(address)) is { } link && Table.HasPermanent(link.Index, AddressKey.From(address.Address), address.PrefixLength);

    private bool IsWantedByAnother(AddressHolding holding, VirtualAddressDefinition address)
    {
        string name = holding.InterfaceOf(address);
        foreach (AddressHolding other in _holdings.Values)
        {
            if (ReferenceEquals(other, holding)) continue;
            foreach (VirtualAddressDefinition theirs in other.Wanted)
                if (theirs.Address.Equals(address.Address) && other.InterfaceOf(theirs) == name) return true;
            foreach (VirtualAddressDefinition theirs in other.Configured)
                if (theirs.Address.Equals(address.Address) && other.InterfaceOf(theirs) == name) return true;
        }

        return false;
    }

    private void SayTrouble(AddressHolding holding, string message)
    {
        if (holding.SaidTrouble) return;
        holding.SaidTrouble = true;
        reports.Publish(new EngineNotice(holding.Cell.Name, message, EventSeverity.Critical));
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
