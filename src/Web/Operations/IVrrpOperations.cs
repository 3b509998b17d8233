using System.Security.Claims;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Operations;

/// <summary>What may be asked of a VRRP instance on this node. All of it needs the role operator, and asking twice does no more than asking once.</summary>
public interface IVrrpOperations
{
    /// <summary>Sends the announcements (ARP, neighbour advertisements) of an instance again; only its master can.</summary>
    Task<OperationResult> AnnounceAsync(ClaimsPrincipal user, string instance, CancellationToken cancellationToken);

    /// <summary>Gives mastership up once, to whoever takes it; only the master can. It leaves the successor alone until that one is gone, or <see cref="ResumeAsync"/>.</summary>
    Task<OperationResult> YieldAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken);

    /// <summary>Takes this node out of the election of an instance (a revision of the definition, so it lasts over restarts) until <see cref="ResumeAsync"/>.</summary>
    Task<OperationResult> ReleaseAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken);

    /// <summary>Lets this node take part fully in the election of an instance again, after <see cref="ReleaseAsync"/> or <see cref="YieldAsync"/>.</summary>
    Task<OperationResult> ResumeAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken);

    /// <summary>The adverts of an instance seen and sent lately, decoded and without secrets.</summary>
    /// <param name="user">Who looks.</param>
    /// <param name="instance">Name of the instance.</param>
    /// <param name="begins">True for the first look, which is recorded; looking on is not, once a second as it is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<FrameReading> InspectAsync(ClaimsPrincipal user, string instance, bool begins, CancellationToken cancellationToken);
}

/// <summary>What a look at the adverts came to.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Frames">The frames, oldest first; empty unless <see cref="OperationStatus.Done"/>.</param>
public sealed record FrameReading(OperationResult Result, IReadOnlyList<AdvertFrame> Frames);
