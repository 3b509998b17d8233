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
            return $"{change.Service.Key}: this kernel has no IPVS scheduler {name}, or its module is not loaded: run \"modprobe ip_vs_{name}\"";
        }

        string what = change.Kind switch
        {
            BalancerChangeKind.AddService or BalancerChangeKind.AddDestination => "added",
            BalancerChangeKind.RemoveService or BalancerChangeKind.RemoveDestination => "removed",
            _ => "changed",
        };
        string who = change.Destination is { } destination ? $"{destination.EndpointName} of {change.Service.Key}" : change.Service.Key.ToString();
        return $"IPVS: {who} could not be {what}: {error}";
    }
}
