using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>
/// Tables as text, one service a line: <c>10.88.0.100:80 wrr p300 | 10.2.0.101:80=3 10.2.0.102:80=1/dr</c>;
/// <c>fwmark:7 lc |</c> is a service without destinations.
/// </summary>
internal static class TableText
{
    private static readonly Dictionary<string, Scheduler> s_schedulers = new()
    {
        ["rr"] = Scheduler.RoundRobin,
        ["wrr"] = Scheduler.WeightedRoundRobin,
        ["lc"] = Scheduler.LeastConnections,
        ["wlc"] = Scheduler.WeightedLeastConnections,
        ["sh"] = Scheduler.SourceHash,
    };

    public static BalancerTable Table(params string[] services) => new(services.Select(Service).ToValueArray());

    public static BalancerService Service(string text)
    {
        string[] halves = text.Split('|');
        string[] head = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        TimeSpan? persistence = head.Length > 2 ? TimeSpan.FromSeconds(double.Parse(head[2][1..], CultureInfo.InvariantCulture)) : null;
        string[] destinations = halves.Length > 1 ? halves[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return new BalancerService(Key(head[0]), s_schedulers[head[1]], persistence, destinations.Select(Destination).ToValueArray());
    }

    public static ServiceKey Key(string text)
    {
        if (text.StartsWith("fwmark:", StringComparison.Ordinal))
            return new ServiceKey { FirewallMark = uint.Parse(text[7..], CultureInfo.InvariantCulture) };
        string[] parts = text.Split('/');
        IPEndPoint endpoint = IPEndPoint.Parse(parts[0]);
        TransportProtocol protocol = parts.Length > 1 ? Enum.Parse<TransportProtocol>(parts[1], ignoreCase: true) : TransportProtocol.Tcp;
        return new ServiceKey { Address = endpoint.Address, Port = endpoint.Port, Protocol = protocol };
    }

    public static BalancerDestination Destination(string text)
    {
        string[] parts = text.Split('=', '/');
        IPEndPoint endpoint = IPEndPoint.Parse(parts[0]);
        ForwardingMethod method = parts.Length > 2 && parts[2] == "dr" ? ForwardingMethod.DirectRouting : ForwardingMethod.Nat;
        return new BalancerDestination(endpoint.Address, endpoint.Port, int.Parse(parts[1], CultureInfo.InvariantCulture), method);
    }

    /// <summary>One line per change: <c>RemoveDestination 10.88.0.100:80/tcp 10.2.0.101:80=3</c>.</summary>
    public static string[] Lines(IEnumerable<BalancerChange> changes) => [.. changes.Select(Line)];

    /// <summary>The table without its order: for comparing what is in it.</summary>
    public static string[] Content(BalancerTable table) =>
        [.. table.Services.Select(service => $"{service.Key} {service.Scheduler} {service.PersistenceSeconds} | "
            + string.Join(' ', service.Destinations.Select(Text).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];

    private static string Line(BalancerChange change) =>
        change.Destination is { } destination ? $"{change.Kind} {change.Service.Key} {Text(destination)}" : $"{change.Kind} {change.Service.Key}";

    private static string Text(BalancerDestination destination) =>
        $"{destination.EndpointName}={destination.Weight}" + (destination.ForwardingMethod == ForwardingMethod.DirectRouting ? "/dr" : "");
}
