using System.Globalization;
using System.Net;
using System.Text;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// Writes the commands for <c>nft -f -</c>. One script is one transaction: all of it takes effect at one moment or none.
/// Only new connections pass the rules; the kernel's connection tracking keeps established ones where they are.
/// Values come from addresses and numbers, never from text of a user.
/// </summary>
internal sealed class NftScript(bool masquerade)
{
    private const string Family = "ip";
    private readonly StringBuilder _text = new();

    /// <summary>The script so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Makes the whole table anew in one step, whatever was in it.</summary>
    public NftScript Rebuild(BalancerTable wanted)
    {
        // Adding first makes the deletion succeed when there is no table yet.
        Line($"add table {Family} {NftNames.Table}");
        Line($"delete table {Family} {NftNames.Table}");
        Line($"add table {Family} {NftNames.Table}");
        Skeleton();
        foreach (BalancerService service in wanted.Services)
        {
            Service(service);
            Publish(service.Key);
        }

        AddRealServers(Endpoints(wanted));
        return this;
    }

    /// <summary>Removes the whole table.</summary>
    public NftScript DropTable()
    {
        Line($"add table {Family} {NftNames.Table}");
        Line($"delete table {Family} {NftNames.Table}");
        return this;
    }

    /// <summary>Writes chain and weights of <paramref name="service"/> anew; from the next new connection on they are in force.</summary>
    public NftScript Service(BalancerService service)
    {
        string chain = NftNames.Chain(service.Key);
        string weights = NftNames.Weights(service.Key);
        Command("add chain", chain);
        Command("flush chain", chain);
        Command("add map", weights, "{ type ipv4_addr . inet_service : mark; }");
        Command("flush map", weights);
        if (service.Destinations.Count > 0)
            Command("add element", weights, Braces(service.Destinations.Select(destination => $"{destination.Address} . {destination.Port} : {destination.Weight}")));
        Command("add rule", chain, Rule(service));
        return this;
    }

    /// <summary>Sends connections to the service's address into its chain.</summary>
    public NftScript Publish(ServiceKey key) => Command("add element", NftNames.Services, $"{{ {Match(key)} : goto {NftNames.Chain(key)} }}");

    /// <summary>Removes the service with everything that belongs to it.</summary>
    public NftScript RemoveService(ServiceKey key)
    {
        Command("delete element", NftNames.Services, $"{{ {Match(key)} : goto {NftNames.Chain(key)} }}");
        Command("flush chain", NftNames.Chain(key));
        Command("delete chain", NftNames.Chain(key));
        return Command("delete map", NftNames.Weights(key));
    }

    /// <summary>Lets connections to <paramref name="endpoints"/> be masqueraded.</summary>
    public NftScript AddRealServers(IEnumerable<NftEndpoint> endpoints) => RealServers("add element", endpoints);

    /// <summary>The reverse of <see cref="AddRealServers"/>.</summary>
    public NftScript RemoveRealServers(IEnumerable<NftEndpoint> endpoints) => RealServers("delete element", endpoints);

    /// <summary>Where the connections of <paramref name="table"/> go, each once: port 0 stands for the service's own port.</summary>
    public static HashSet<NftEndpoint> Endpoints(BalancerTable table) =>
        [.. table.Services.SelectMany(service => service.Destinations.Select(destination => NftEndpoint.Of(service, destination)))];

    private NftScript RealServers(string verb, IEnumerable<NftEndpoint> endpoints)
    {
        string[] elements = [.. endpoints.Select(endpoint => endpoint.ToString()).Order(StringComparer.Ordinal)];
        return masquerade && elements.Length > 0 ? Command(verb, NftNames.RealServers, Braces(elements)) : this;
    }

    private void Skeleton()
    {
        Command("add map", NftNames.Services, "{ type ipv4_addr . inet_proto . inet_service : verdict; }");
        Command("add chain", NftNames.Prerouting, "{ type nat hook prerouting priority -100; policy accept; }");
        Command("add rule", NftNames.Prerouting, $"ip daddr . meta l4proto . th dport vmap @{NftNames.Services}");
        // What the director itself sends never passes prerouting.
        Command("add chain", NftNames.Output, "{ type nat hook output priority -100; policy accept; }");
        Command("add rule", NftNames.Output, $"ip daddr . meta l4proto . th dport vmap @{NftNames.Services}");
        if (!masquerade) return;
        Command("add set", NftNames.RealServers, "{ type ipv4_addr . inet_proto . inet_service; }");
        Command("add chain", NftNames.Postrouting, "{ type nat hook postrouting priority 100; policy accept; }");
        Command("add rule", NftNames.Postrouting, $"ct status dnat ip daddr . meta l4proto . th dport @{NftNames.RealServers} masquerade");
    }

    private static string Rule(BalancerService service)
    {
        string comment = SchedulerNames.Of(service.Scheduler);
        string protocol = Number((int)service.Key.Protocol);
        int[] slots = NftSlots.Spread(service.Scheduler, service.Destinations);
        // Without a server the director's own sockets must not answer instead, nor the client wait.
        if (slots.Length == 0) return $"meta l4proto {protocol} reject comment \"{comment}\"";
        string number = service.Scheduler == Scheduler.SourceHash
            ? $"jhash ip saddr mod {Number(slots.Length)} seed 0x1"
            : $"numgen inc mod {Number(slots.Length)}";
        string map = Braces(slots.Select((index, slot) => $"{Number(slot)} : {Target(service, service.Destinations[index])}"));
        return $"meta l4proto {protocol} dnat ip to {number} map {map} comment \"{comment}\"";
    }

    private static string Target(BalancerService service, BalancerDestination destination)
    {
        NftEndpoint endpoint = NftEndpoint.Of(service, destination);
        return $"{endpoint.Address} . {Number(endpoint.Port)}";
    }

    private static string Match(ServiceKey key) => $"{key.Address} . {Number((int)key.Protocol)} . {Number(key.Port)}";

    private static string Braces(IEnumerable<string> elements) => $"{{ {string.Join(", ", elements)} }}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private NftScript Command(string verb, string name, string rest = "")
    {
        Line($"{verb} {Family} {NftNames.Table} {name}{(rest.Length == 0 ? "" : " " + rest)}");
        return this;
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}

/// <summary>Where a connection goes: protocol, address and port of a real server.</summary>
internal readonly record struct NftEndpoint(IPAddress Address, TransportProtocol Protocol, int Port)
{
    public static NftEndpoint Of(BalancerService service, BalancerDestination destination) =>
        new(destination.Address, service.Key.Protocol, destination.Port == 0 ? service.Key.Port : destination.Port);

    /// <summary>As an element of the set: <c>10.2.0.101 . 6 . 80</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address} . {(int)Protocol} . {Port}");
}
