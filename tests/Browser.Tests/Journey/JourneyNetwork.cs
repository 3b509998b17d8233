using System.Diagnostics;
using KeepaliveConsole.System.Tests.Director;

namespace KeepaliveConsole.Browser.Tests.Journey;

/// <summary>A director's network and two real servers on one switch, each in a network namespace of its own; removed at the end.</summary>
internal sealed class JourneyNetwork : IDisposable
{
    public const string Director = "kctest-jd";

    public const string VirtualAddress = "10.77.0.100";

    private const string Switch = "kctest-jsw";

    private static readonly (string Namespace, string Address)[] s_machines =
        [(Director, "10.77.0.11"), ("kctest-j1", "10.77.0.101"), ("kctest-j2", "10.77.0.102")];

    private readonly Dictionary<string, Process> _servers = [];

    public JourneyNetwork()
    {
        // What an interrupted run may have left behind.
        Remove();
        try
        {
            Command.Run("ip", "netns", "add", Switch);
            Command.Run("ip", "-n", Switch, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0", "forward_delay", "0");
            Command.Run("ip", "-n", Switch, "link", "set", "br0", "up");
            foreach ((string name, string address) in s_machines) Wire(name, address);
            foreach ((string name, string address) in s_machines[1..])
                _servers[address] = Command.Start("ip", ["netns", "exec", name, "perl", "lab/real-server.pl", name, "80"]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Does the director's kernel hold the virtual address?</summary>
    public static bool DirectorHoldsTheAddress() =>
        Command.Run("ip", "-n", Director, "-4", "-o", "addr", "show", "dev", "eth0").Contains($" {VirtualAddress}/", StringComparison.Ordinal);

    /// <summary>Ends the server program of a real server, as a crash would.</summary>
    public void Break(string address)
    {
        _servers[address].Kill();
        _servers[address].WaitForExit();
    }

    public void Dispose()
    {
        foreach (Process server in _servers.Values)
        {
            if (!server.HasExited) server.Kill();
            server.Dispose();
        }
        Remove();
    }

    private static void Wire(string name, string address)
    {
        Command.Run("ip", "netns", "add", name);
        Command.Run("ip", "-n", name, "link", "set", "lo", "up");
        Command.Run("ip", "-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", name, "netns", Switch);
        Command.Run("ip", "-n", Switch, "link", "set", name, "master", "br0", "up");
        Command.Run("ip", "-n", name, "addr", "add", $"{address}/24", "dev", "eth0");
        Command.Run("ip", "-n", name, "link", "set", "eth0", "up");
    }

    private static void Remove()
    {
        foreach (string name in s_machines.Select(machine => machine.Namespace).Append(Switch)) Command.Try("ip", ["netns", "del", name]);
    }
}
