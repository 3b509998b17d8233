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

    /// <summary>Tracking changed the effective priority. Carries <see cref="VrrpInput.Priority"/>.</summary>
    PriorityChanged,

    /// <summary>The definition changed. Carries <see cref="VrrpInput.Definition"/> and <see cref="VrrpInput.Participant"/>.</summary>
    DefinitionChanged,

    /// <summary>Leave: say priority 0 when master, remove addresses, end in Initialize.</summary>
    StopRequested,

    /// <summary>An output could not be carried out. Carries <see cref="VrrpInput.Cause"/> and <see cref="VrrpInput.Detail"/>.</summary>
    OutputFailed,

    /// <summary>Announce the addresses once more; only a master does.</summary>
    AnnounceRequested,
}

/// <summary>A valid advert as the election sees it.</summary>
/// <param name="Priority">0 = the sender leaves.</param>
/// <param name="Interval">The sender's interval.</param>
/// <param name="Source">The sender's address.</param>
public readonly record struct ReceivedAdvertisement(VrrpPriority Priority, AdvertisementInterval Interval, AddressKey Source);

/// <summary>Can the interface be used?</summary>
/// <param name="IsUsable">Present, up, with carrier and a source address.</param>
/// <param name="Source">The address adverts are sent from; meaningful when usable.</param>
/// <param name="Detail">When unusable, why: "interface eth9 does not exist; interfaces here: lo, eth0".</param>
public readonly record struct LinkState(bool IsUsable, AddressKey Source, string? Detail);

/// <summary>One input of the election. A value without allocation on the advert path.</summary>
public readonly record struct VrrpInput
{
    /// <summary>Which input.</summary>
    public VrrpInputKind Kind { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.AdvertisementReceived"/>.</summary>
    public ReceivedAdvertisement Advertisement { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.LinkChanged"/>.</summary>
    public LinkState Link { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.PriorityChanged"/>.</summary>
    public VrrpPriority Priority { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.DefinitionChanged"/>.</summary>
    public VrrpInstanceDefinition? Definition { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.DefinitionChanged"/>.</summary>
    public VrrpParticipantDefinition? Participant { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.OutputFailed"/>.</summary>
    public TransitionCause Cause { get; private init; }

    /// <summary>For <see cref="VrrpInputKind.OutputFailed"/>: what the kernel said.</summary>
    public string? Detail { get; private init; }

    /// <summary>Begin.</summary>
    public static VrrpInput Started => new() { Kind = VrrpInputKind.Started };

    /// <summary>A timer ran out.</summary>
    public static VrrpInput TimerElapsed => new() { Kind = VrrpInputKind.TimerElapsed };

    /// <summary>Leave.</summary>
    public static VrrpInput StopRequested => new() { Kind = VrrpInputKind.StopRequested };

    /// <summary>Announce again.</summary>
    public static VrrpInput AnnounceRequested => new() { Kind = VrrpInputKind.AnnounceRequested };

    /// <summary>An advert came.</summary>
    public static VrrpInput Received(ReceivedAdvertisement advertisement) => new() { Kind = VrrpInputKind.AdvertisementReceived, Advertisement = advertisement };

    /// <summary>The link changed.</summary>
    public static VrrpInput LinkIs(LinkState link) => new() { Kind = VrrpInputKind.LinkChanged, Link = link };

    /// <summary>The effective priority changed.</summary>
    public static VrrpInput PriorityIs(VrrpPriority priority) => new() { Kind = VrrpInputKind.PriorityChanged, Priority = priority };

    /// <summary>The definition changed.</summary>
    public static VrrpInput DefinitionIs(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant) =>
        new() { Kind = VrrpInputKind.DefinitionChanged, Definition = definition, Participant = participant };

    /// <summary>An output failed.</summary>
    public static VrrpInput Failed(TransitionCause cause, string detail) => new() { Kind = VrrpInputKind.OutputFailed, Cause = cause, Detail = detail };
}
