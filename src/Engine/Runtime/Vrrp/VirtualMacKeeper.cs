using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Makes and removes the macvlans that carry virtual MAC addresses (RFC 9568 §7.3). A macvlan is up as long as its instance is there,
/// because the others' adverts come to it; it answers for nothing until it holds an address, so only the master's is seen by others.
/// One found with the right name, MAC address and interface, left by a run that crashed, is adopted.
/// </summary>
internal sealed class VirtualMacKeeper(IAddressKernel kernel, InterfaceTable table, InterfaceSwitches switches)
{
    private const int LinkLocalPrefixLength = 64;

    /// <summary>Ours by name; what they are known by, and whether the kernel has reported them yet.</summary>
    private readonly Dictionary<string, Macvlan> _ours = [];

    private readonly Dictionary<AddressHolding, string> _troubles = [];

    /// <summary>Was it made this moment, so that the table does not show it yet?</summary>
    public bool IsPending(AddressHolding holding) =>
        holding.VirtualMac is { } name && _ours.ContainsKey(name) && table.FindLink(name) is null && !_troubles.ContainsKey(holding);

    /// <summary>Why the instance has no macvlan although it should; null = it has, or needs none.</summary>
    public string? TroubleOf(AddressHolding holding) => _troubles.GetValueOrDefault(holding);

    /// <summary>The MAC address of the virtual router.</summary>
    public static byte[] HardwareAddressOf(AddressHolding holding)
    {
        if (holding.Cell.Participant.VirtualMac?.HardwareAddress is { } own) return [.. own.Split(':').Select(part => byte.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        return [0x00, 0x00, 0x5E, 0x00, holding.IsIPv6 ? (byte)0x02 : (byte)0x01, holding.Cell.Definition.VirtualRouterId.Value];
    }

    /// <summary>
    /// The address a macvlan sends adverts from: link-local, made from the MAC address of the interface below and the VRID. Not from the
    /// virtual MAC address, which is the same on all nodes; and not the one of the interface below, for which both would answer.
    /// </summary>
    public static AddressKey LinkLocalOf(LinkFacts link, byte virtualRouterId)
    {
        ReadOnlySpan<byte> own = link.HardwareAddress.Span;
        Span<byte> bytes = [0xFE, 0x80, 0, 0, 0, 0, 0, 0, (byte)(own[0] ^ 2), own[1], own[2], 0x5E, virtualRouterId, own[3], own[4], own[5]];
        return AddressKey.FromIPv6(bytes);
    }

    /// <summary>Makes those that are missing and removes those that nobody needs.</summary>
    public void Reconcile(IReadOnlyCollection<AddressHolding> holdings)
    {
        _troubles.Clear();
        HashSet<string> needed = [];
        foreach (AddressHolding holding in holdings)
        {
            if (holding.VirtualMac is not { } name || table.FindLink(holding.Cell.Participant.Interface) is not { HardwareAddress.Count: 6 } link) continue;
            needed.Add(name);
            if (Ensure(holding, name, link) is { } trouble) _troubles[holding] = trouble;
        }

        foreach (string name in _ours.Keys.Where(name => !needed.Contains(name)).ToList())
        {
            _ours.Remove(name, out Macvlan ours);
            if (table.FindLink(name) is { } link && IsSame(link, ours)) kernel.RemoveLink(link.Index);
        }
    }

    private static bool IsSame(LinkFacts link, Macvlan wanted) =>
        link.Kind == "macvlan" && link.BaseIndex == wanted.BaseIndex && link.HardwareAddress == wanted.HardwareAddress;

    private string? Ensure(AddressHolding holding, string name, LinkFacts below)
    {
        var wanted = new Macvlan(below.Index, new ValueArray<byte>(HardwareAddressOf(holding)));
        if (table.FindLink(name) is { } found)
        {
            if (!IsSame(found, wanted))
            {
                // One of ours for another interface or MAC address goes; the kernel's report of that brings us here again.
                if (_ours.TryGetValue(name, out Macvlan ours) && IsSame(found, ours)) kernel.RemoveLink(found.Index);
                else return $"interface {name} exists and is not the macvlan of this virtual router on {below.Name}; remove it with: ip link del {name}, or give the virtual MAC address another name";
                return $"the macvlan {name} is made anew on {below.Name}";
            }

            if (!_ours.TryGetValue(name, out Macvlan known) || known != wanted) SetUp(name, wanted);
            return holding.IsIPv6 ? EnsureLinkLocal(holding, found, below) : null;
        }

        if (_ours.TryGetValue(name, out Macvlan made) && made == wanted && made.IsFresh) return null; // its report is on the way
        LinuxError error = kernel.AddMacvlan(name, below.Index, wanted.HardwareAddress.Span);
        if (!error.IsSuccess) return $"the macvlan {name} on {below.Name} could not be made: {error}";
        SetUp(name, wanted with { IsFresh = true });
        return null;
    }

    private void SetUp(string name, Macvlan wanted)
    {
        _ours[name] = wanted;
        switches.SetUpVirtualMac(name);
    }

    private string? EnsureLinkLocal(AddressHolding holding, LinkFacts link, LinkFacts below)
    {
        AddressKey own = LinkLocalOf(below, holding.Cell.Definition.VirtualRouterId.Value);
        if (table.Has(link.Index, own)) return null;
        LinuxError answer = default;
        kernel.Add([new AddressRequest(link.Index, own, LinkLocalPrefixLength)], new Span<LinuxError>(ref answer));
        if (!answer.IsSuccess) return $"the kernel refused {own}/{LinkLocalPrefixLength} on {link.Name}: {answer}";
        table.Set(new AddressFacts(link.Index, own, LinkLocalPrefixLength, false, true));
        return null;
    }

    /// <summary>What a macvlan of ours is known by. <paramref name="IsFresh"/>: made in this run, and not yet reported.</summary>
    private readonly record struct Macvlan(int BaseIndex, ValueArray<byte> HardwareAddress, bool IsFresh = false);
}
