using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>
/// Tables as text, one service a line: <c>10.88.0.100:80 wrr p300 | 10.2.0.101:80=3 10.2.0.102:80=1/dr</c>;
/// <c>fwmark:7 lc |</c> is a service without destinations. More of a service: <c>ops f3 /24 pe:sip inet6</c>; more of a destination:
/// <c>/u:100/l:50</c>, <c>/gue:6080/csum</c>, <c>/gre</c>, <c>/ipip</c>.
/// </summary>
internal static class TableText
{
    public static BalancerTable Table(params string[] services) => new(services.Select(Service).ToValueArray());

    public static BalancerService Service(string text)
    {
        string[] halves = text.Split('|');
        string[] head = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] destinations = halves.Length > 1 ? halves[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        var service = new BalancerService(Key(head[0]), SchedulerNames.Parse(head[1])!.Value, null, destinations.Select(Destination).ToValueArray());
        foreach (string word in head[2..])
        {
            service = word switch
            {
                "ops" => service with { OnePacket = true },
                "inet6" => service with { MarkFamily = AddressFamily.InterNetworkV6 },
                _ when word[0] == 'p' && char.IsDigit(word[1]) => service with { PersistenceTimeout = TimeSpan.FromSeconds(double.Parse(word[1..], CultureInfo.InvariantCulture)) },
                _ when word[0] == 'f' => service with { SchedulerFlags = (SchedulerFlags)int.Parse(word[1..], CultureInfo.InvariantCulture) },
                _ when word[0] == '/' => service with { PersistenceGranularity = int.Parse(word[1..], CultureInfo.InvariantCulture) },
                _ when word.StartsWith("pe:", StringComparison.Ordinal) => service with { PersistenceEngine = word[3..] },
                _ => throw new FormatException(word),
            };
        }

        return service;
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
        var destination = new BalancerDestination(endpoint.Address, endpoint.Port, int.Parse(parts[1], CultureInfo.InvariantCulture), ForwardingMethod.Nat);
        foreach (string word in parts[2..])
        {
            string[] halves = word.Split(':');
            destination = halves[0] switch
            {
                "dr" => destination with { ForwardingMethod = ForwardingMethod.DirectRouting },
                "u" => destination with { UpperThreshold = long.Parse(halves[1], CultureInfo.InvariantCulture) },
                "l" => destination with { LowerThreshold = long.Parse(halves[1], CultureInfo.InvariantCulture) },
                "csum" => destination with { Tunnel = destination.Tunnel! with { Checksum = TunnelChecksum.Full } },
                "remcsum" => destination with { Tunnel = destination.Tunnel! with { Checksum = TunnelChecksum.Remote } },
                _ => destination with
                {
                    ForwardingMethod = ForwardingMethod.Tunnel,
                    Tunnel = new TunnelDefinition { Kind = Enum.Parse<TunnelKind>(halves[0], ignoreCase: true), Port = halves.Length > 1 ? int.Parse(halves[1], CultureInfo.InvariantCulture) : null },
                },
            };
        }

        return destination;
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
