using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Genl;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>
/// Ends connections. IPVS has no command for it, but since Linux 5.9 it drops the connections of a destination that leaves its table while
/// net.ipv4.vs.expire_nodest_conn is on. So the switch goes on, the destination leaves and, where it was there, comes back; then the switch is
/// as it was. Clients get a reset with their next packet. For one thread.
/// </summary>
/// <remarks>
/// For the time that takes (some 20 ms) the destination gets no new connections. Connections of other destinations that have left the table
/// end with them: those get no packets through anyway, unless their destination comes back before their client gives up.
/// </remarks>
internal sealed class IpvsCut
{
    private const string Switch = "/proc/sys/net/ipv4/vs/expire_nodest_conn";

    // The kernel does it in a work of its own, a tick later, and takes its time where there are millions of connections.
    private static readonly TimeSpan[] s_waits = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)];

    private readonly NetlinkMessage _request = new(0);
    private readonly Func<BalancerService, ushort> _family;

    /// <param name="family">Family of a service as the kernel has it.</param>
    public IpvsCut(Func<BalancerService, ushort> family) => _family = family;

    /// <summary>Ends the connections at <paramref name="places"/>. Null = done; else what failed, for people.</summary>
    public string? End(GenericNetlink kernel, IReadOnlyList<BalancerPlace> places)
    {
        string before;
        try
        {
            before = File.ReadAllText(Switch).Trim();
            if (before != "1") File.WriteAllText(Switch, "1");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"IPVS ends connections only while net.ipv4.vs.expire_nodest_conn is on, and it could not be turned on ({failure.Message}): run as root or give the process the right to write it";
        }

        try
        {
            return End(kernel, [.. places.Select(place => new BalancerPlace(place.Service, InTable(place) ?? place.Destination))], 0);
        }
        finally
        {
            if (before != "1") TurnBack(before);
        }
    }

    private string? End(GenericNetlink kernel, List<BalancerPlace> places, int round)
    {
        foreach (BalancerPlace place in places)
        {
            // One that is not there is added first: only what leaves takes its connections with it.
            if (InTable(place) is null) Do(kernel, IPVS_CMD_NEW_DEST, place, 0);
            LinuxError left = Do(kernel, IPVS_CMD_DEL_DEST, place, 0);
            if (left.IsSuccess || left.Number is LinuxError.ENOENT or LinuxError.ESRCH) continue;
            return IpvsErrors.Explain(new BalancerChange(BalancerChangeKind.RemoveDestination, place.Service, place.Destination), left);
        }

        Thread.Sleep(s_waits[round]);
        var stayed = new List<BalancerPlace>();
        foreach (BalancerPlace place in places)
        {
            // Back with weight 0, so that what is counted now was there before.
            LinuxError back = Do(kernel, IPVS_CMD_NEW_DEST, place, 0);
            if (back.Number == LinuxError.ESRCH) continue; // the service went meanwhile
            if (!back.IsSuccess) return IpvsErrors.Explain(new BalancerChange(BalancerChangeKind.AddDestination, place.Service, place.Destination), back);
            if (Connections(kernel, place) > 0) stayed.Add(place);
            LinuxError done = InTable(place) is { } wanted ? Do(kernel, IPVS_CMD_SET_DEST, place, wanted.Weight) : Do(kernel, IPVS_CMD_DEL_DEST, place, 0);
            if (!done.IsSuccess) return IpvsErrors.Explain(new BalancerChange(BalancerChangeKind.EditDestination, place.Service, place.Destination), done);
        }

        if (stayed.Count == 0) return null;
        return round + 1 < s_waits.Length
            ? End(kernel, stayed, round + 1)
            : $"connections of {stayed[0].Destination.EndpointName} are still there: this kernel's IPVS does not end connections of a server that leaves (Linux 5.9 and later do); they end when their client or the server ends them";
    }

    private static BalancerDestination? InTable(BalancerPlace place)
    {
        DestinationKey key = DestinationKey.Of(place.Destination);
        foreach (BalancerDestination destination in place.Service.Destinations)
            if (DestinationKey.Of(destination) == key) return destination;
        return null;
    }

    private LinuxError Do(GenericNetlink kernel, byte command, BalancerPlace place, int weight)
    {
        NetlinkMessage request = IpvsMessages.ServiceKey(kernel.Request(_request, command), place.Service, _family(place.Service));
        return kernel.Execute(command == IPVS_CMD_DEL_DEST
            ? IpvsMessages.DestinationKey(request, place.Destination)
            : IpvsMessages.Destination(request, place.Destination with { Weight = weight }));
    }

    private long Connections(GenericNetlink kernel, BalancerPlace place)
    {
        ushort family = _family(place.Service);
        long connections = 0;
        kernel.Query(IpvsMessages.ServiceKey(kernel.Request(_request, IPVS_CMD_GET_DEST, dump: true), place.Service, family), attributes =>
        {
            if (IpvsDestinationEntry.TryParse(attributes, family, out IpvsDestinationEntry entry, out IpvsDestinationCounts counts)
                && entry.Port == place.Destination.Port && entry.Address.Equals(place.Destination.Address)) connections = (long)counts.Active + counts.Inactive;
        });
        return connections;
    }

    private static void TurnBack(string before)
    {
        try
        {
            File.WriteAllText(Switch, before);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It could be written a moment ago; left on, it changes only what becomes of connections whose server is gone.
        }
    }
}
