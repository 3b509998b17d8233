using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Kernel switches of interfaces that instances need (net.ipv4.conf.IF.…). What was there before is put back when no instance needs it any
/// more; a switch that someone changed meanwhile is left as they want it.
/// </summary>
internal sealed class InterfaceSwitches(IAddressKernel kernel, IAddressReports reports)
{
    /// <summary>Before = what it was; Value = what we wrote.</summary>
    private readonly Dictionary<string, (string Before, string Value)> _changed = [];

    private readonly HashSet<string> _refused = [];

    /// <summary>Sets what is needed and puts back what is not.</summary>
    public void Reconcile(IReadOnlyCollection<AddressHolding> holdings)
    {
        Dictionary<string, (string Value, string Instance)> needed = [];
        foreach (AddressHolding holding in holdings)
        {
            string name = holding.Cell.Participant.Interface;
            if (holding.Cell.Definition.PromoteSecondaries) needed[Conf(name, "promote_secondaries")] = ("1", holding.Cell.Name);
            if (holding.VirtualMac is null || holding.IsIPv6) continue;
            // Only the macvlan answers for its addresses, not the interface below with its own MAC address.
            needed[Conf(name, "arp_ignore")] = ("1", holding.Cell.Name);
            needed[Conf(name, "arp_filter")] = ("1", holding.Cell.Name);
            // Answers leave by the interface below: when it asks for the client, it must not name the virtual address with its own MAC address.
            needed[Conf(name, "arp_announce")] = ("2", holding.Cell.Name);
        }

        foreach ((string name, (string value, string instance)) in needed)
        {
            if (_changed.ContainsKey(name) || _refused.Contains(name) || kernel.ReadSwitch(name) is not { } before) continue;
            if (before == value || kernel.WriteSwitch(name, value) is not { } problem)
            {
                _changed[name] = (before, value);
                continue;
            }

            _refused.Add(name);
            reports.Publish(EngineNotice.Of(instance, $"the switch {name.Replace('/', '.')} could not be set to {value} ({problem}); set it by hand with sysctl", EventSeverity.Warning));
        }

        foreach (string name in _changed.Keys.Where(name => !needed.ContainsKey(name)).ToList())
        {
            _changed.Remove(name, out (string Before, string Value) change);
            if (change.Before != change.Value && kernel.ReadSwitch(name) == change.Value) kernel.WriteSwitch(name, change.Before);
        }

        _refused.RemoveWhere(name => !needed.ContainsKey(name));
    }

    /// <summary>
    /// Sets up a macvlan that holds virtual addresses: it answers for its own addresses alone, takes packets whose way back is another
    /// interface (the one below has the same network), and keeps its other addresses when one goes.
    /// </summary>
    public void SetUpVirtualMac(string name)
    {
        kernel.WriteSwitch(Conf(name, "arp_ignore"), "1");
        kernel.WriteSwitch(Conf(name, "accept_local"), "1");
        kernel.WriteSwitch(Conf(name, "promote_secondaries"), "1");
        // The larger of this and the one of all interfaces counts: 2 (any way back will do) where that one filters, so that it need not be touched.
        kernel.WriteSwitch(Conf(name, "rp_filter"), kernel.ReadSwitch(Conf("all", "rp_filter")) is null or "0" ? "0" : "2");
        kernel.WriteSwitch($"net/ipv6/conf/{name}/accept_ra", "0");
        kernel.WriteSwitch($"net/ipv6/conf/{name}/autoconf", "0");
    }

    private static string Conf(string interfaceName, string name) => $"net/ipv4/conf/{interfaceName}/{name}";
}
