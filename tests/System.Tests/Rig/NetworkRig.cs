using System.Globalization;
using System.Text.RegularExpressions;

namespace KeepaliveConsole.System.Tests.Rig;

/// <summary>
/// A switch and machines around it, each a network namespace of its own (prefix <c>kc</c>), wired by veth pairs. Nothing
/// appears in the host's own namespace. Disposing removes all of it, and whatever still runs in it.
/// </summary>
internal sealed partial class NetworkRig : IDisposable
{
    /// <summary>The network that machines are in unless said otherwise.</summary>
    public const string FirstBridge = "br0";

    private static int s_count;

    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"kc{Environment.ProcessId}r{Interlocked.Increment(ref s_count)}");
    private readonly List<string> _namespaces = [];
    private readonly HashSet<string> _bridges = [];
    private readonly string _switch;

    static NetworkRig() => RemoveLeftovers();

    public NetworkRig()
    {
        _switch = AddNamespace("sw");
        AddBridge(FirstBridge);
    }

    /// <summary>Adds a machine; with an address (<c>10.0.0.1/24</c>) it is wired as eth0, without one it has no interface but lo.</summary>
    public RigNode AddNode(string name, string? address = null)
    {
        var node = new RigNode(this, name, AddNamespace(name));
        if (address is not null) node.Wire("eth0", address);
        return node;
    }

    /// <summary>Makes the veth pair between a machine and a network of the switch.</summary>
    internal void Wire(RigNode node, string interfaceName, string bridge)
    {
        AddBridge(bridge);
        string port = $"{node.Name}-{interfaceName}";
        Shell.Run($"ip -n {node.Namespace} link add {interfaceName} type veth peer name {port} netns {_switch}");
        Connect(node, interfaceName, bridge);
        Shell.Run($"ip -n {_switch} link set {port} up");
    }

    /// <summary>Puts the switch's end of a cable into a network, or into none (null): the machine keeps its carrier and hears nobody.</summary>
    internal void Connect(RigNode node, string interfaceName, string? bridge) =>
        Shell.Run($"ip -n {_switch} link set {node.Name}-{interfaceName} {(bridge is null ? "nomaster" : $"master {bridge}")}");

    /// <summary>Takes the switch's end of a cable down (the machine loses carrier) or up.</summary>
    internal void SetPort(RigNode node, string interfaceName, bool up) =>
        Shell.Run($"ip -n {_switch} link set {node.Name}-{interfaceName} {(up ? "up" : "down")}");

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (string name in _namespaces) Remove(name);
    }

    private static void Remove(string name)
    {
        (_, string pids) = Shell.TryRun($"ip netns pids {name}");
        // Only processes inside this namespace; our own threads in it are no processes of it.
        foreach (string line in pids.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (int.TryParse(line, CultureInfo.InvariantCulture, out int pid) && pid != Environment.ProcessId) Shell.TryRun($"kill -9 {pid}");
        Shell.TryRun($"ip netns del {name}");
    }

    /// <summary>A run that was killed could not clean up: its namespaces carry the number of a process that is gone.</summary>
    private static void RemoveLeftovers()
    {
        (_, string list) = Shell.TryRun("ip netns list");
        foreach (string line in list.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Match match = OwnName().Match(line);
            if (match.Success && !Directory.Exists("/proc/" + match.Groups["pid"].Value)) Remove(match.Groups["name"].Value);
        }
    }

    [GeneratedRegex(@"^(?<name>kc(?<pid>\d+)r\d+-\S+)")]
    private static partial Regex OwnName();

    private void AddBridge(string name)
    {
        if (!_bridges.Add(name)) return;
        // Link-local multicast such as 224.0.0.18 is flooded anyway; without snooping there is no querier to wait for either.
        Shell.Run($"ip -n {_switch} link add {name} type bridge mcast_snooping 0 forward_delay 0");
        Shell.Run($"ip -n {_switch} link set {name} up");
    }

    private string AddNamespace(string name)
    {
        string full = $"{_prefix}-{name}";
        Shell.Run($"ip netns add {full}");
        _namespaces.Add(full);
        Shell.Run($"ip -n {full} link set lo up");
        return full;
    }
}
