using System.Security.Claims;

namespace KeepaliveConsole.Web.Operations;

/// <summary>What may be asked of a VRRP instance on this node. All of it needs the role operator, and asking twice does no more than asking once.</summary>
public interface IVrrpOperations
{
    /// <summary>Sends the announcements (ARP, neighbour advertisements) of an instance again; only its master can.</summary>
    Task<OperationResult> AnnounceAsync(ClaimsPrincipal user, string instance, CancellationToken cancellationToken);

    /// <summary>Gives mastership up once, to whoever takes it; only the master can. It leaves the successor alone until that one is gone, or <see cref="ResumeAsync"/>.</summary>
    Task<OperationResult> YieldAsync(ClaimsPrincipal user, string instance, CancellationToken cancellationToken);

    /// <summary>Takes this node out of the election of an instance (a revision of the definition, so it lasts over restarts) until <see cref="ResumeAsync"/>.</summary>
    Task<OperationResult> ReleaseAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken);

    /// <summary>Lets this node take part fully in the election of an instance again, after <see cref="ReleaseAsync"/> or <see cref="YieldAsync"/>.</summary>
    Task<OperationResult> ResumeAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken);
}
