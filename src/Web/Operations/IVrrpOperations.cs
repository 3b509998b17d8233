using System.Security.Claims;

namespace KeepaliveConsole.Web.Operations;

/// <summary>What may be asked of a VRRP instance on this node.</summary>
public interface IVrrpOperations
{
    /// <summary>Sends the announcements (ARP, neighbour advertisements) of an instance again; only its master can. Needs the role operator.</summary>
    Task<OperationResult> AnnounceAsync(ClaimsPrincipal user, string instance, CancellationToken cancellationToken);
}
