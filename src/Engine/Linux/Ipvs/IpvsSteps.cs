using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>Which commands a change takes, and what to do when the kernel has other than was thought.</summary>
internal static class IpvsSteps
{
    /// <summary>The command of a change.</summary>
    public static byte First(BalancerChangeKind kind) => kind switch
    {
        BalancerChangeKind.AddService => IPVS_CMD_NEW_SERVICE,
        BalancerChangeKind.EditService => IPVS_CMD_SET_SERVICE,
        BalancerChangeKind.RemoveService => IPVS_CMD_DEL_SERVICE,
        BalancerChangeKind.AddDestination => IPVS_CMD_NEW_DEST,
        BalancerChangeKind.EditDestination => IPVS_CMD_SET_DEST,
        _ => IPVS_CMD_DEL_DEST,
    };

    /// <summary>Does this answer mean that what was asked for is so? Removing what is gone is done.</summary>
    public static bool IsDone(BalancerChangeKind kind, LinuxError answer) => answer.IsSuccess || kind switch
    {
        BalancerChangeKind.RemoveService => answer.Number == LinuxError.ESRCH,
        BalancerChangeKind.RemoveDestination => answer.Number is LinuxError.ESRCH or LinuxError.ENOENT,
        _ => false,
    };

    /// <summary>The command to try after this answer; null = none, it is a failure. <paramref name="serviceMade"/>: the service was missing and is there now.</summary>
    public static byte? Second(BalancerChangeKind kind, LinuxError answer, bool serviceMade) => (kind, answer.Number) switch
    {
        (BalancerChangeKind.AddService, LinuxError.EEXIST) => IPVS_CMD_SET_SERVICE,
        (BalancerChangeKind.EditService, LinuxError.ESRCH) => IPVS_CMD_NEW_SERVICE,
        (BalancerChangeKind.AddDestination, LinuxError.EEXIST) => IPVS_CMD_SET_DEST,
        (BalancerChangeKind.EditDestination, LinuxError.ENOENT) => IPVS_CMD_NEW_DEST,
        (BalancerChangeKind.AddDestination or BalancerChangeKind.EditDestination, LinuxError.ESRCH) when serviceMade => IPVS_CMD_NEW_DEST,
        _ => null,
    };

    /// <summary>Appends what <paramref name="command"/> says of the change.</summary>
    public static NetlinkMessage Write(NetlinkMessage request, byte command, BalancerChange change, ushort family)
    {
        if (command is IPVS_CMD_NEW_SERVICE or IPVS_CMD_SET_SERVICE) return IpvsMessages.Service(request, change.Service, family);
        IpvsMessages.ServiceKey(request, change.Service, family);
        return command switch
        {
            IPVS_CMD_DEL_DEST => IpvsMessages.DestinationKey(request, change.Destination!),
            IPVS_CMD_NEW_DEST or IPVS_CMD_SET_DEST => IpvsMessages.Destination(request, change.Destination!),
            _ => request,
        };
    }
}
