using System.Security.Claims;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Operations;

/// <content>What may be asked of a VRRP instance.</content>
internal sealed partial class ClusterOperations
{
    /// <inheritdoc />
    public Task<OperationResult> AnnounceAsync(ClaimsPrincipal user, string instance, CancellationToken cancellationToken)
        => MasterAsync(user, "announce", instance, null, () => engine.Announce(instance) ? null : (Sentence)$"This node is not master of {instance}; ask its master.",
            $"The addresses of {instance} are announced again.", cancellationToken);

    /// <inheritdoc />
    public Task<OperationResult> YieldAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken)
        => MasterAsync(user, "yield", instance, reason, () => engine.Yield(instance) is { } refused ? Sentence.Verbatim(refused) : null, $"This node gives {instance} up to whoever takes over.", cancellationToken);

    /// <inheritdoc />
    public Task<OperationResult> ReleaseAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken)
        => ParticipateAsync(user, instance, reason, released: true, cancellationToken);

    /// <inheritdoc />
    public async Task<OperationResult> ResumeAsync(ClaimsPrincipal user, string instance, string? reason, CancellationToken cancellationToken)
    {
        OperationResult result = await ParticipateAsync(user, instance, reason, released: false, cancellationToken).ConfigureAwait(false);
        // Released is what the definition says; a yield is known to the engine alone.
        if (result.Status != OperationStatus.Unchanged) return result;
        bool? resumed = engine.Resume(instance);
        if (resumed == false) return result;
        Sentence silent = $"The election process does not answer, so a yield before now may still hold; the status says how it stands.";
        await RecordAsync(Actors.Of(user), "resume", $"{instance} {options.Value.Node}", resumed is null ? silent.ToString() : reason?.Trim(), succeeded: resumed == true, cancellationToken).ConfigureAwait(false);
        return resumed == true
            ? result with { Status = OperationStatus.Done, Text = $"{options.Value.Node} takes part in the election of {instance} as before it yielded." }
            : new OperationResult(OperationStatus.NotNow, silent);
    }

    /// <inheritdoc />
    public async Task<FrameReading> InspectAsync(ClaimsPrincipal user, string instance, bool begins, CancellationToken cancellationToken)
    {
        const string action = "inspect";
        if (await permissions.DenyAsync(user, Roles.Operator, action, instance, cancellationToken).ConfigureAwait(false) is { } denied) return new FrameReading(denied, []);
        // Read away from the caller: the election may run in another process, which answers over a socket.
        if (await Task.Run(() => engine.Frames(instance), cancellationToken).ConfigureAwait(false) is not { } frames) return new FrameReading(Unknown(instance), []);
        if (begins) await RecordAsync(Actors.Of(user), action, instance, null, succeeded: true, cancellationToken).ConfigureAwait(false);
        return new FrameReading(new OperationResult(OperationStatus.Done, $"{frames.Count} adverts of {instance}."), frames);
    }

    // What the election says is part of a sentence.
    private static Sentence Capital(Sentence reason) => reason.ToString() is { Length: > 0 } text ? Sentence.Verbatim(char.ToUpperInvariant(text[0]) + text[1..].TrimEnd('.') + ".") : reason;

    private async Task<OperationResult> MasterAsync(ClaimsPrincipal user, string action, string instance, string? reason, Func<Sentence?> command, Sentence done, CancellationToken cancellationToken)
    {
        if (await permissions.DenyAsync(user, Roles.Operator, action, instance, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        if (!feed.Current.Vrrp.Any(each => each.Name == instance)) return Unknown(instance);
        Sentence? refused = command();
        await RecordAsync(Actors.Of(user), action, instance, refused?.ToString() ?? (string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()), succeeded: refused is null, cancellationToken).ConfigureAwait(false);
        return refused is null ? new OperationResult(OperationStatus.Done, done) : new OperationResult(OperationStatus.NotNow, refused.IsVerbatim ? Capital(refused) : refused);
    }

    private async Task<OperationResult> ParticipateAsync(ClaimsPrincipal user, string instance, string? reason, bool released, CancellationToken cancellationToken)
    {
        string action = released ? "release" : "resume";
        string node = options.Value.Node;
        string about = $"{instance} {node}";
        if (await permissions.DenyAsync(user, Roles.Operator, action, about, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        return await OnStoreAsync(async () =>
        {
            bool found = false;
            var change = new DefinitionChange
            {
                Edit = current => Participation.Set(current, instance, node, released, out found),
                Actor = Actors.Of(user),
                Action = action,
                Object = about,
                Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(),
                AllowedInWindow = true,
            };
            OperationResult result = await (released
                ? SaveAsync(change, $"{node} is out of the election of {instance}.", $"{node} already is out of the election of {instance}.", cancellationToken)
                : SaveAsync(change, $"{node} takes part in the election of {instance}.", $"{node} already takes part in the election of {instance}.", cancellationToken)).ConfigureAwait(false);
            return found ? result : Unknown(instance);
        }).ConfigureAwait(false);
    }

    private static OperationResult Unknown(string instance) => new(OperationStatus.NotFound, $"This node takes no part in a VRRP instance {instance}.");
}
