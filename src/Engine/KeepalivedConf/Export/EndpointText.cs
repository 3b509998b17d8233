using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes a <c>virtual_server_group</c>: the service's own endpoint first, then the others.</summary>
internal static class EndpointText
{
    public static void WriteGroup(VirtualServiceDefinition service, string name, ConfWriter text)
    {
        text.Open("virtual_server_group", name);
        ServiceKey key = service.Key;
        WriteRange(service, new ServiceRangeDefinition { Address = key.Address, Port = key.Port, FirewallMark = key.FirewallMark }, "key", text);
        for (int index = 0; index < service.MoreEndpoints.Count; index++) WriteRange(service, service.MoreEndpoints[index], $"moreEndpoints/{index}", text);
        text.Close();
    }

    private static void WriteRange(VirtualServiceDefinition service, ServiceRangeDefinition range, string member, ConfWriter text)
    {
        if (range.FirewallMark is { } mark)
        {
            text.Plain(string.Create(CultureInfo.InvariantCulture, $"fwmark {mark}"));
            return;
        }

        if (range.Address is not { } first) return;
        bool isNat = service.ForwardingMethod == ForwardingMethod.Nat && service.RealServers.All(server => server.ForwardingMethod is null or ForwardingMethod.Nat);
        if (!isNat && (range.Port != service.Key.Port || range.LastPort is not null))
        {
            text.Lost(member, $"the endpoint {range}: keepalived refuses a port that is not the real servers' own where direct routing or a tunnel cannot change it");
            return;
        }

        string ports = range.Port == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {range.Port}{(range.LastPort is { } last ? $"-{last}" : "")}");
        if (range.LastAddress is not { } end)
        {
            text.Plain($"{first}{ports}");
            return;
        }

        // Only the last part of an address may differ, so a longer range needs several lines.
        List<(IPAddress First, IPAddress Last)> pieces = Pieces(first, end);
        text.LostIf(pieces.Count > 1, member, $"the range {first}-{end} in one line");
        foreach ((IPAddress from, IPAddress to) in pieces) text.Plain(from.Equals(to) ? $"{from}{ports}" : $"{from}-{LastPart(to)}{ports}");
    }

    private static string LastPart(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? ((bytes[^2] << 8) | bytes[^1]).ToString("x", CultureInfo.InvariantCulture)
            : bytes[^1].ToString(CultureInfo.InvariantCulture);
    }

    private static List<(IPAddress First, IPAddress Last)> Pieces(IPAddress first, IPAddress last)
    {
        int part = first.AddressFamily == AddressFamily.InterNetworkV6 ? 2 : 1;
        var pieces = new List<(IPAddress, IPAddress)>();
        byte[] from = first.GetAddressBytes();
        byte[] end = last.GetAddressBytes();

        // A definition that breaks the rules may name any range; more pieces than this are none of keepalived's.
        while (pieces.Count < 256)
        {
            if (from.Length != end.Length || from.AsSpan(0, from.Length - part).SequenceEqual(end.AsSpan(0, end.Length - part)))
            {
                pieces.Add((new IPAddress(from), last));
                break;
            }

            byte[] full = [.. from];
            full.AsSpan(full.Length - part).Fill(0xFF);
            pieces.Add((new IPAddress(from), new IPAddress(full)));
            for (int index = full.Length - 1; index >= 0 && ++full[index] == 0; index--)
            {
            }

            from = full;
        }

        return pieces;
    }
}
