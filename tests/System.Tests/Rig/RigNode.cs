using System.Text.Json;
using KeepaliveConsole.System.Tests.Guest;

namespace KeepaliveConsole.System.Tests.Rig;

/// <summary>One machine of the rig.</summary>
internal sealed class RigNode(NetworkRig rig, string name, string networkNamespace)
{
    /// <summary>Name inside the rig.</summary>
    public string Name { get; } = name;

    /// <summary>Name of its network namespace.</summary>
    public string Namespace { get; } = networkNamespace;

    /// <summary>Connects an interface to a network of the switch and brings it up.</summary>
    public void Wire(string interfaceName, string address, string bridge = NetworkRig.FirstBridge)
    {
        rig.Wire(this, interfaceName, bridge);
        Ip($"addr add {address} dev {interfaceName}{(address.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");
        Ip($"link set {interfaceName} up");
        WaitFor.True(() => Ip($"-o link show {interfaceName}").Contains("LOWER_UP", StringComparison.Ordinal), $"carrier on {interfaceName} of {Name}");
    }

    /// <summary>Takes the switch's end of the cable down or up.</summary>
    public void SetPort(string interfaceName, bool up) => rig.SetPort(this, interfaceName, up);

    /// <summary>Puts the switch's end of the cable into a network, or into none (null): carrier stays, nothing comes through.</summary>
    public void Connect(string interfaceName, string? bridge) => rig.Connect(this, interfaceName, bridge);

    /// <summary>Runs iproute2's <c>ip</c> in this machine.</summary>
    public string Ip(string arguments) => Shell.Run($"ip -n {Namespace} {arguments}");

    /// <summary>Runs code on a thread inside this machine.</summary>
    public T Run<T>(Func<T> work) => NetworkNamespace.RunIn(Namespace, work);

    /// <summary>IPv4 addresses as the kernel lists them.</summary>
    public IReadOnlyList<RigAddress> Addresses(string interfaceName)
    {
        (int exit, string json) = Shell.TryRun($"ip -n {Namespace} -4 -j addr show dev {interfaceName}");
        if (exit != 0) return [];
        using JsonDocument document = JsonDocument.Parse(json);
        List<RigAddress> addresses = [];
        foreach (JsonElement link in document.RootElement.EnumerateArray())
        {
            if (!link.TryGetProperty("addr_info", out JsonElement infos)) continue;
            foreach (JsonElement info in infos.EnumerateArray())
            {
                addresses.Add(new RigAddress(
                    info.GetProperty("local").GetString()!,
                    info.GetProperty("prefixlen").GetInt32(),
                    info.TryGetProperty("label", out JsonElement label) ? label.GetString() : null,
                    info.TryGetProperty("broadcast", out JsonElement broadcast) ? broadcast.GetString() : null,
                    info.GetProperty("scope").GetString()!,
                    info.GetProperty("valid_life_time").GetInt64()));
            }
        }

        return addresses;
    }

    /// <summary>Does the interface hold this IPv6 address?</summary>
    public bool HoldsIPv6(string address, string interfaceName = "eth0") => Ip($"-6 -o addr show dev {interfaceName}").Contains($" {address}/", StringComparison.Ordinal);

    /// <summary>Does the interface hold this address?</summary>
    public bool Holds(string address, string interfaceName = "eth0") => Addresses(interfaceName).Any(held => held.Local == address);
}

/// <summary>One address; a lifetime of 4294967295 s is "for ever".</summary>
internal sealed record RigAddress(string Local, int PrefixLength, string? Label, string? Broadcast, string Scope, long ValidLifetime);
