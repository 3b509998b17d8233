using KeepaliveConsole.Engine.Balancing;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>What an error of IPVS means to an operator.</summary>
internal static class IpvsErrors
{
    /// <summary>Of opening or listing.</summary>
    public static string Explain(LinuxError error) => error.Number switch
    {
        LinuxError.ENOENT => "this kernel has no IPVS, or its module is not loaded: run \"modprobe ip_vs\"",
        LinuxError.EPERM or LinuxError.EACCES => "IPVS may not be used: run as root or give the process the capability CAP_NET_ADMIN",
        _ => $"IPVS cannot be reached: {error}",
    };

    /// <summary>Of one change.</summary>
    public static string Explain(BalancerChange change, LinuxError error)
    {
        if (error.Number is LinuxError.EPERM or LinuxError.EACCES) return Explain(error);
        if (error.Number == LinuxError.ENOENT && change.Destination is null)
        {
            string name = SchedulerNames.Of(change.Service.Scheduler);
            if (change.Service.PersistenceEngine is { Length: > 0 } engine)
                return $"{change.Service.Key}: this kernel has no IPVS scheduler {name} or no persistence engine {engine}, or a module is not loaded: run \"modprobe -a ip_vs_{name} ip_vs_pe_{engine}\"";
            return $"{change.Service.Key}: this kernel has no IPVS scheduler {name}, or its module is not loaded: run \"modprobe ip_vs_{name}\"";
        }

        string what = change.Kind switch
        {
            BalancerChangeKind.AddService or BalancerChangeKind.AddDestination => "added",
            BalancerChangeKind.RemoveService or BalancerChangeKind.RemoveDestination => "removed",
            _ => "changed",
        };
        string who = change.Destination is { } destination ? $"{destination.EndpointName} of {change.Service.Key}" : change.Service.Key.ToString();
        string why = change.Destination is null ? "" : Why(change, error);
        return $"IPVS: {who} could not be {what}: {error}{why}";
    }

    /// <summary>Of starting a sync daemon.</summary>
    public static string Explain(IpvsDaemon daemon, LinuxError error)
    {
        string what = $"IPVS: the sync daemon as {(daemon.Role == SyncRole.Master ? "master" : "backup")} on {daemon.Interface} could not be started";
        return error.Number switch
        {
            LinuxError.EPERM or LinuxError.EACCES => Explain(error),
            LinuxError.ENODEV => $"{what}: this host has no interface of that name",
            LinuxError.EINVAL => $"{what}: {error}; it cannot run while a service has servers of another address family, and its group must be a multicast address",
            _ => $"{what}: {error}",
        };
    }

    private static string Why(BalancerChange change, LinuxError error) => error.Number switch
    {
        LinuxError.ERANGE => "; the lower threshold must not be above the upper one",
        LinuxError.EINVAL when IpvsMessages.Family(change.Service) is { } family && family != IpvsMessages.Family(change.Destination!.Address)
            => "; a server of another address family than the service needs a tunnel, and no sync daemon may run",
        _ => "",
    };
}
