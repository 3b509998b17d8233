using System.Security.Claims;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Operations;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>Operations on VRRP instances that keep what was asked and answer what a test says.</summary>
public sealed class FakeVrrpOperations : IVrrpOperations
{
    public OperationResult Answer { get; set; } = new(OperationStatus.Done, $"Done as asked.");

    public List<(string Action, string Instance, string? Reason)> Asked { get; } = [];

    public Task<OperationResult> AnnounceAsync(ClaimsPrincipal user, string instance, CancellationToken cancellationToken) => Keep("announce", instance, null);

    public Task<OperationResult> YieldAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken) => Keep("yield", instance, reason);

    public Task<OperationResult> ReleaseAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken) => Keep("release", instance, reason);

    public Task<OperationResult> ResumeAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken) => Keep("resume", instance, reason);

    /// <summary>What a look at the adverts finds, oldest first.</summary>
    public List<AdvertFrame> Frames { get; } = [];

    /// <summary>The same for instances that have adverts of their own.</summary>
    public Dictionary<string, List<AdvertFrame>> FramesOf { get; } = [];

    /// <summary>What a look at one instance answers instead of <see cref="Answer"/>.</summary>
    public Dictionary<string, OperationResult> AnswerOf { get; } = [];

    /// <summary>Looks, each with whether it was the first.</summary>
    public List<(string Instance, bool Begins)> Looks { get; } = [];

    public Task<FrameReading> InspectAsync(ClaimsPrincipal user, string instance, bool begins, CancellationToken cancellationToken)
    {
        Looks.Add((instance, begins));
        OperationResult answer = AnswerOf.GetValueOrDefault(instance, Answer);
        return Task.FromResult(new FrameReading(answer, answer.Status == OperationStatus.Done ? [.. FramesOf.GetValueOrDefault(instance, Frames)] : []));
    }

    private Task<OperationResult> Keep(string action, string instance, string? reason)
    {
        Asked.Add((action, instance, reason));
        return Task.FromResult(Answer);
    }
}
