using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Maintenance;

/// <summary>How a failover stands.</summary>
public enum RunState
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>Another router is master, and this node holds no address of it any more.</summary>
    Done,

    /// <summary>Nobody took over, and this node is master again.</summary>
    CameBack,

    /// <summary>Not over within <see cref="FailoverRun.Patience"/>.</summary>
    Overdue,

    /// <summary>It was not accepted.</summary>
    Refused,
}

/// <summary>
/// One failover, followed step by step from what the engine shows: its pictures, and the adverts it recorded, whose times are those of the wire.
/// </summary>
/// <param name="before">The instance as it was when it was asked for.</param>
/// <param name="startedAt">When that was.</param>
public sealed class FailoverRun(VrrpInstanceStatus before, DateTimeOffset startedAt)
{
    /// <summary>How long it is followed: 30 s, more than the slowest default takes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Name of the instance.</summary>
    public string Instance => before.Name;

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>How it stands.</summary>
    public RunState State { get; private set; }

    /// <summary>What the service layer said; null = nothing yet.</summary>
    public string? Message { get; private set; }

    /// <summary>When this node left mastership, with why; null = not yet.</summary>
    public VrrpTransitionRecord? Left { get; private set; }

    /// <summary>When the first advert with priority 0 was sent; null = not seen.</summary>
    public DateTimeOffset? ReleaseSentAt { get; private set; }

    /// <summary>When the successor's first advert came; null = not yet.</summary>
    public DateTimeOffset? SuccessorAt { get; private set; }

    /// <summary>Address of the successor; null = not yet, or not known.</summary>
    public string? Successor { get; private set; }

    /// <summary>When this node was first seen to hold no address of the instance; null = not yet.</summary>
    public DateTimeOffset? AddressesGoneAt { get; private set; }

    /// <summary>From the first advert with priority 0 (or the transition, where that was not seen) to the successor's first advert; null = not over.</summary>
    public TimeSpan? Total => SuccessorAt is { } end && (ReleaseSentAt ?? Left?.At) is { } begin && end >= begin ? end - begin : null;

    /// <summary>Takes in what the service layer answered.</summary>
    public void Answered(bool accepted, string message)
    {
        Message = message;
        if (!accepted) State = RunState.Refused;
    }

    /// <summary>Takes in what is to be seen now. Safe to call with the same things again.</summary>
    /// <param name="instance">The instance now; null = it is gone.</param>
    /// <param name="pictureAt">When the picture was taken.</param>
    /// <param name="frames">Recorded adverts, oldest first; empty where there are none to see.</param>
    /// <param name="now">Wall clock.</param>
    public void See(VrrpInstanceStatus? instance, DateTimeOffset pictureAt, IReadOnlyList<AdvertFrame> frames, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (State != RunState.Running) return;
        foreach (AdvertFrame frame in frames.Where(frame => frame.At >= startedAt && frame.Refused is null)) See(frame);
        if (instance is not null) See(instance, pictureAt);
        if (State == RunState.Running && now - startedAt > Patience) State = RunState.Overdue;
    }

    private void See(AdvertFrame frame)
    {
        if (frame is { IsSent: true, Priority: 0 }) ReleaseSentAt ??= frame.At;
        else if (frame is { IsSent: false, Priority: > 0 } && ReleaseSentAt is not null && SuccessorAt is null)
        {
            SuccessorAt = frame.At;
            Successor = frame.Source?.ToString();
        }
    }

    private void See(VrrpInstanceStatus instance, DateTimeOffset pictureAt)
    {
        if (instance.LastTransition is { } last && last != before.LastTransition)
        {
            if (last.From == VrrpState.Master) Left ??= last;
            if (last is { To: VrrpState.Master } && last.At >= startedAt)
            {
                State = RunState.CameBack;
                return;
            }
        }

        if (instance.State == VrrpState.Master) return;
        if (instance.State == VrrpState.Backup && instance.Owner is { Address: { } address } owner && owner.ObservedAt >= startedAt && SuccessorAt is null && !instance.VirtualAddresses.Any(each => each.Held))
        {
            SuccessorAt = owner.ObservedAt;
            Successor = owner.Node ?? address.ToString();
        }

        if (!instance.VirtualAddresses.Any(each => each.Held)) AddressesGoneAt ??= pictureAt;
        if (SuccessorAt is not null && AddressesGoneAt is not null) State = RunState.Done;
    }
}
