using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>Which input it is.</summary>
public enum VrrpInputKind
{
    /// <summary>Begin to take part. Carries nothing.</summary>
    Started,

    /// <summary>A valid advert of this VRID came. Carries <see cref="VrrpInput.Advertisement"/>.</summary>
    AdvertisementReceived,

    /// <summary>"Look at your deadlines." Early, late or repeated is harmless.</summary>
    TimerElapsed,

    /// <summary>The interface became usable or unusable, or its source address changed. Carries <see cref="VrrpInput.Link"/>.</summary>
    LinkChanged,

    /// <summary>What is tracked changed. Carries <see cref="VrrpInput.Tracking"/>.</summary>
    TrackingChanged,

    /// <summary>The definition changed. Carries <see cref="VrrpInput.Definition"/> and <see cref="VrrpInput.Participant"/>.</summary>
    DefinitionChanged,

    /// <summary>
    /// Leave: end in Initialize. A master says priority 0 and serves its addresses until a successor is heard, at most the longest skew and at most
    /// <see cref="VrrpInput.Limit"/>; a second request ends that at once.
    /// </summary>
    StopRequested,

    /// <summary>An output could not be carried out. Carries <see cref="VrrpInput.Cause"/> and <see cref="VrrpInput.Detail"/>.</summary>
    OutputFailed,

    /// <summary>Announce the addresses once more; only a master does.</summary>
    AnnounceRequested,

    /// <summary>The operator asks to yield once: say priority 0, serve until the successor is heard, do not preempt it.</summary>
    YieldRequested,

    /// <summary>The sync group moved. Carries <see cref="VrrpInput.GroupState"/>: the state to go to with it.</summary>
    GroupMoved,

    /// <summary>Instead of <see cref="Started"/>: a process before this one was master and left the addresses in place moments ago.</summary>
    TakenUp,

    /// <summary>The operator ends what <see cref="YieldRequested"/> began: this node may preempt again.</summary>
    ResumeRequested,
}

/// <summary>What tracking does to an instance.</summary>
/// <param name="Offset">Added to the base priority; the sum is held to 1 to 254, and an owner (255) is not affected.</param>
/// <param name="Fault">Why the instance must be in Fault, such as "script chk_nginx is down: exit code 1"; null = it need not.</param>
public readonly record struct TrackEffect(int Offset, string? Fault)
{
    /// <summary>Nothing tracked, or all well and without weight.</summary>
    public static TrackEffect None => default;
}

/// <summary>A valid advert as the election sees it.</summary>
/// <param name="Priority">0 = the sender leaves.</param>
/// <param name="Interval">The sender's interval.</param>
/// <param name="Source">The sender's address.</param>
/// <param name="Line">Heartbeat line it came on, 0-based in the order of the definition.</param>
public readonly record struct ReceivedAdvertisement(VrrpPriority Priority, AdvertisementInterval Interval, AddressKey Source, int Line = 0);

/// <summary>Can the interface be used?</summary>
/// <param name="IsUsable">Present, up, with carrier and a source address.</param>
/// <param name="Source">The address adverts are sent from; meaningful when usable.</param>
/// <param name="Detail">When unusable, why: "interface eth9 does not exist; interfaces here: lo, eth0".</param>
/// <param name="Line">Heartbeat line, 0-based in the order of the definition.</param>
public readonly record struct LinkState(bool IsUsable, AddressKey Source, string? Detail, int Line = 0);

/// <summary>One input of the election. A value without allocation on the advert path.</summary>
public readonly record struct VrrpInput
{
    /// <summary>Which input.</summary>
    public VrrpInputKind Kind { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.AdvertisementReceived"/>.</summary>
    public ReceivedAdvertisement Advertisement { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.LinkChanged"/>.</summary>
    public LinkState Link { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.TrackingChanged"/>.</summary>
    public TrackEffect Tracking { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.GroupMoved"/>.</summary>
    public VrrpState GroupState { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.DefinitionChanged"/>.</summary>
    public VrrpInstanceDefinition? Definition { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.DefinitionChanged"/>.</summary>
    public VrrpParticipantDefinition? Participant { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.OutputFailed"/>.</summary>
    public TransitionCause Cause { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.OutputFailed"/>: what the kernel said. For <see cref="VrrpInputKind.GroupMoved"/>: which member moved, and why; null = not said.</summary>
    public string? Detail { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.StopRequested"/>: longest time the addresses are still served; zero = not at all, null = the longest skew.</summary>
    public TimeSpan? Limit { get; private init; }

    /// <summary>Begin.</summary>
    public static VrrpInput Started => new() { Kind = VrrpInputKind.Started };

    /// <summary>A timer ran out.</summary>
    public static VrrpInput TimerElapsed => new() { Kind = VrrpInputKind.TimerElapsed };

    /// <summary>Leave.</summary>
    public static VrrpInput StopRequested => new() { Kind = VrrpInputKind.StopRequested };

    /// <summary>Leave within <paramref name="limit"/>; zero = at once, null = within the longest skew.</summary>
    public static VrrpInput StopWithin(TimeSpan? limit) => new() { Kind = VrrpInputKind.StopRequested, Limit = limit };

    /// <summary>Announce again.</summary>
    public static VrrpInput AnnounceRequested => new() { Kind = VrrpInputKind.AnnounceRequested };

    /// <summary>An advert came.</summary>
    public static VrrpInput Received(ReceivedAdvertisement advertisement) => new() { Kind = VrrpInputKind.AdvertisementReceived, Advertisement = advertisement };

    /// <summary>The link changed.</summary>
    public static VrrpInput LinkIs(LinkState link) => new() { Kind = VrrpInputKind.LinkChanged, Link = link };

    /// <summary>What is tracked changed.</summary>
    public static VrrpInput TrackingIs(TrackEffect effect) => new() { Kind = VrrpInputKind.TrackingChanged, Tracking = effect };

    /// <summary>Yield once.</summary>
    public static VrrpInput YieldRequested => new() { Kind = VrrpInputKind.YieldRequested };

    /// <summary>May preempt again.</summary>
    public static VrrpInput ResumeRequested => new() { Kind = VrrpInputKind.ResumeRequested };

    /// <summary>The sync group goes to <paramref name="state"/>, because of <paramref name="detail"/>.</summary>
    public static VrrpInput GroupIs(VrrpState state, string? detail = null) => new() { Kind = VrrpInputKind.GroupMoved, GroupState = state, Detail = detail };

    /// <summary>Begin where a process before this one left off as master.</summary>
    public static VrrpInput TakenUp => new() { Kind = VrrpInputKind.TakenUp };

    /// <summary>The definition changed.</summary>
    public static VrrpInput DefinitionIs(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant) =>
        new() { Kind = VrrpInputKind.DefinitionChanged, Definition = definition, Participant = participant };

    /// <summary>An output failed.</summary>
    public static VrrpInput Failed(TransitionCause cause, string detail) => new() { Kind = VrrpInputKind.OutputFailed, Cause = cause, Detail = detail };
}
