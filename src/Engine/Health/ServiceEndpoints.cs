using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>The entries of the kernel's table that one virtual service stands for.</summary>
internal static class ServiceEndpoints
{
    /// <summary>
    /// The service's own key first, then every address of every range with every port of it, in order; what comes twice counts once.
    /// </summary>
    public static ValueArray<ServiceKey> Of(VirtualServiceDefinition service)
    {
        if (service.MoreEndpoints.Count == 0) return [service.Key];
        var keys = new List<ServiceKey> { service.Key };
        var seen = new HashSet<ServiceKey> { service.Key };
        foreach (ServiceRangeDefinition range in service.MoreEndpoints)
            foreach (ServiceKey key in Expand(range, service.Key.Protocol))
                if (seen.Add(key)) keys.Add(key);
        return new(keys);
    }

    private static IEnumerable<ServiceKey> Expand(ServiceRangeDefinition range, TransportProtocol protocol)
    {
        if (range.FirewallMark is { } mark)
        {
            yield return new ServiceKey { FirewallMark = mark, Protocol = protocol };
            yield break;
        }

        if (range.Address is null) yield break;
        foreach (IPAddress address in Addresses(range.Address, range.LastAddress ?? range.Address))
            for (int port = range.Port; port <= (range.LastPort ?? range.Port); port++)
                yield return new ServiceKey { Address = address, Port = port, Protocol = protocol };
    }

    // Counts in the last four bytes, which a range of at most 256 addresses never leaves but for a carry.
    private static IEnumerable<IPAddress> Addresses(IPAddress first, IPAddress last)
    {
        yield return first;
        byte[] bytes = first.GetAddressBytes();
        byte[] end = last.GetAddressBytes();
        if (bytes.Length != end.Length) yield break;
        for (int count = 1; count < 256 && bytes.AsSpan().SequenceCompareTo(end) < 0; count++)
        {
            for (int i = bytes.Length - 1; i >= 0 && ++bytes[i] == 0; i--)
            {
                // The carry goes to the byte before.
            }

            yield return new IPAddress(bytes);
        }
    }
}
