using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>
/// The election of one instance: input in, ordered outputs out. No clock, thread, socket or log. RFC 9568 §6.4, RFC 3768 §6.4;
/// where these leave a choice, what keepalived does.
/// <para>The driver's duties: packets before timers on every wake (after a pause, an advert that already waits proves that the master
/// lives); only valid adverts of other routers; outputs in order; the last deadline kept until another one is set; the
/// outputs of a changed definition carried out with the format of the one before.</para>
/// <para>Not thread-safe: one thread steps it.</para>
/// </summary>
public sealed partial class VrrpInstance
{
    private bool _isStarted;
    private LinkState? _link;
    private TransitionCause? _failure;
    private RetryBackoff _retry;
    private HeardMaster? _heard;
    private MonotonicTime? _timer;
    private int _trackingOffset;

    /// <summary>Creates an instance in Initialize; it does nothing until <see cref="VrrpInputKind.Started"/> and a usable link.</summary>
    public VrrpInstance(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(participant);
        Definition = definition;
        Participant = participant;
        EffectivePriority = participant.Priority;
    }

    /// <summary>The definition in force.</summary>
    public VrrpInstanceDefinition Definition { get; private set; }

    /// <summary>This node's part of it.</summary>
    public VrrpParticipantDefinition Participant { get; private set; }

    /// <summary>The state.</summary>
    public VrrpState State { get; private set; }

    /// <summary>Base priority changed by tracking, 1 to 255.</summary>
    public VrrpPriority EffectivePriority { get; private set; }

    private bool IsOwner => EffectivePriority == VrrpPriority.Owner;

    private bool IsLinkUsable => _link is { IsUsable: true };

    /// <summary>
    /// Appends what is to be done to <paramref name="outputs"/> (not cleared first), in order. At most one
    /// <see cref="VrrpOutputKind.SetTimer"/>, and only when the deadline changed; a transition comes last. Nothing is allocated for an
    /// advert heard as Backup or sent as Master when the list has room.
    /// </summary>
    public void Step(MonotonicTime now, in VrrpInput input, List<VrrpOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        VrrpTransition? transition = input.Kind switch
        {
            VrrpInputKind.Started => Start(now, outputs),
            VrrpInputKind.AdvertisementReceived => Receive(now, input.Advertisement, outputs),
            VrrpInputKind.TimerElapsed => LookAtDeadlines(now, outputs),
            VrrpInputKind.LinkChanged => LinkIs(now, input.Link, outputs),
            VrrpInputKind.TrackingChanged => TrackingIs(input.Tracking),
            VrrpInputKind.DefinitionChanged => DefinitionIs(now, input.Definition!, input.Participant!, outputs),
            VrrpInputKind.StopRequested => Stop(now, outputs),
            VrrpInputKind.OutputFailed => Fail(now, input.Cause, input.Detail, outputs),
            VrrpInputKind.AnnounceRequested => AnnounceAgain(now, outputs),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input.Kind, "Unknown input."),
        };

        MonotonicTime? deadline = CurrentDeadline();
        if (deadline != _timer)
        {
            _timer = deadline;
            outputs.Add(VrrpOutput.TimerAt(deadline));
        }

        if (transition is not null) outputs.Add(VrrpOutput.Publish(transition));
    }

    private MonotonicTime? CurrentDeadline() => State switch
    {
        VrrpState.Backup => _watch.DeadlineFor(Definition, EffectivePriority),
        VrrpState.Master => MasterDeadline(),
        VrrpState.Fault => _retry.RetryAt,
        _ => null,
    };

    private VrrpTransition? Start(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (_isStarted) return null;
        _isStarted = true;
        _heard = null;
        return _link is null ? null : Begin(now, outputs);
    }

    private VrrpTransition Begin(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (IsLinkUsable && IsOwner) return BecomeMaster(now, TransitionCause.AddressOwner, outputs);

        // A killed process may have left its addresses behind, and a node that is not master must not hold them.
        RemoveAddresses(outputs);
        return IsLinkUsable ? BecomeBackup(now, TransitionCause.Started) : Enter(now, VrrpState.Fault, TransitionCause.InterfaceUnusable, _link?.Detail);
    }

    private VrrpTransition? Stop(MonotonicTime now, List<VrrpOutput> outputs)
    {
        _isStarted = false;
        _failure = null;
        _retry.Reset();
        if (State == VrrpState.Master) LeaveMaster(isRelease: true, outputs);
        return State == VrrpState.Initialize ? null : Enter(now, VrrpState.Initialize, TransitionCause.Stopped);
    }

    private VrrpTransition? Receive(MonotonicTime now, in ReceivedAdvertisement advertisement, List<VrrpOutput> outputs)
    {
        if (State is not (VrrpState.Backup or VrrpState.Master)) return null;
        _heard = new HeardMaster(advertisement.Source, advertisement.Priority, now);
        if (State == VrrpState.Master) return MasterReceives(now, advertisement, outputs);
        BackupReceives(now, advertisement);
        return null;
    }

    private VrrpTransition? LookAtDeadlines(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (CurrentDeadline() is not { } deadline || now < deadline) return null;
        switch (State)
        {
            case VrrpState.Backup:
                return BecomeMaster(now, _watch.Cause, outputs);
            case VrrpState.Master:
                MasterTimer(now, outputs);
                return null;
            default:
                return Recover(now, TransitionCause.Retried, outputs);
        }
    }

    private VrrpTransition? LinkIs(MonotonicTime now, in LinkState link, List<VrrpOutput> outputs)
    {
        bool wasUsable = IsLinkUsable;
        _link = link;
        if (!_isStarted) return null;
        if (State == VrrpState.Initialize) return Begin(now, outputs);
        if (!link.IsUsable) return LoseLink(now, link.Detail, outputs);

        // Address notifications repeat "usable"; only a link that comes back is a reason to try again.
        bool isBack = State == VrrpState.Fault && !wasUsable && !IsLasting(_failure);
        if (!isBack) return null;
        _retry.Reset();
        return Recover(now, TransitionCause.InterfaceUsable, outputs);
    }

    private VrrpTransition? LoseLink(MonotonicTime now, string? detail, List<VrrpOutput> outputs)
    {
        _retry.Cancel();
        if (State == VrrpState.Fault) return null;
        if (State == VrrpState.Master) LeaveMaster(isRelease: true, outputs);
        return Enter(now, VrrpState.Fault, TransitionCause.InterfaceUnusable, detail);
    }

    /// <summary>
    /// From any state but a fault that is already known: Fault. It ends when the link comes back, when the definition changes, or by a
    /// retry (<see cref="RetryBackoff"/>). A missing privilege or an unsupported definition does not heal by waiting.
    /// </summary>
    private VrrpTransition? Fail(MonotonicTime now, TransitionCause cause, string? detail, List<VrrpOutput> outputs)
    {
        // After a stop only a removal can fail; there is nothing left to give up.
        if (!_isStarted || State == VrrpState.Fault) return null;

        TimeSpan heldFor = State == VrrpState.Master ? now - _masterSince : TimeSpan.Zero;
        if (State == VrrpState.Master) LeaveMaster(isRelease: true, outputs);
        _failure = cause;
        if (!IsLasting(cause)) _retry.Failed(now, heldFor);
        return Enter(now, VrrpState.Fault, cause, detail);
    }

    private static bool IsLasting(TransitionCause? failure) => failure is TransitionCause.NotPermitted or TransitionCause.NotSupported;

    private VrrpTransition Recover(MonotonicTime now, TransitionCause cause, List<VrrpOutput> outputs)
    {
        _failure = null;
        _retry.Cancel();
        return IsOwner ? BecomeMaster(now, cause, outputs) : BecomeBackup(now, cause);
    }

    private VrrpTransition Enter(MonotonicTime now, VrrpState to, TransitionCause cause, string? detail = null)
    {
        VrrpState from = State;
        State = to;
        return new VrrpTransition
        {
            Instance = Definition.Name,
            From = from,
            To = to,
            Cause = cause,
            OwnPriority = EffectivePriority.Value,
            PeerAddress = _heard?.Source.ToIPAddress(),
            PeerPriority = _heard?.Priority.Value,
            SilentFor = SilentFor(now, from),
            Detail = detail,
        };
    }

    private TimeSpan? SilentFor(MonotonicTime now, VrrpState from) =>
        _heard is { } heard ? now - heard.At : from == VrrpState.Backup ? now - _watch.ListeningSince : null;
}
