using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>
/// The election of one instance: input in, ordered outputs out. No clock, thread, socket or log. RFC 9568 §6.4, RFC 3768 §6.4;
/// where these leave a choice, what keepalived does.
/// <para>The driver's duties: packets before timers on every wake (after a pause, an advert that already waits proves that the master
/// lives); only valid adverts of other routers; outputs in order; each advert sent on every line that can be used; the last deadline kept until
/// another one is set; the outputs of a changed definition carried out with the format of the one before; stepped until <see cref="IsLeaving"/> ends.</para>
/// <para>Not thread-safe: one thread steps it.</para>
/// </summary>
public sealed partial class VrrpInstance
{
    private readonly HeartbeatLines _lines = new();
    private readonly TieBreak _ties;
    private bool _isStarted;
    private bool _isTakenUp;
    private HeardMaster? _heard;
    private MonotonicTime? _timer;
    private int _trackingOffset;

    /// <summary>Creates an instance in Initialize; it does nothing until <see cref="VrrpInputKind.Started"/> and a usable link.</summary>
    public VrrpInstance(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(participant);
        _ties = new TieBreak(_lines);
        Definition = definition;
        Participant = participant;
        Adopt(definition, participant);
    }

    /// <summary>The definition in force.</summary>
    public VrrpInstanceDefinition Definition { get; private set; }

    /// <summary>This node's part of it.</summary>
    public VrrpParticipantDefinition Participant { get; private set; }

    /// <summary>The state.</summary>
    public VrrpState State { get; private set; }

    /// <summary>Base priority changed by tracking, 1 to 255.</summary>
    public VrrpPriority EffectivePriority { get; private set; }

    /// <summary>How long a backup waits before it takes over from the master it hears; of a master, how long its own silence would be waited for here.</summary>
    public TimeSpan MasterDownInterval => new(ElectionTimers.MasterDownNanoseconds(
        Definition.Version, EffectivePriority, State == VrrpState.Backup ? _watch.MasterInterval : Definition.AdvertisementInterval, Definition.DownTimerAdverts) / MonotonicTime.NanosecondsPerTick);

    private bool IsOwner => EffectivePriority == VrrpPriority.Owner;

    /// <summary>When heartbeat line <paramref name="line"/> last carried a valid advert of another router; null = not yet, or no such line.</summary>
    public MonotonicTime? HeardAt(int line) => _lines.HeardAt(line);

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
            VrrpInputKind.Started => Start(now, isTakenUp: false, outputs),
            VrrpInputKind.TakenUp => Start(now, isTakenUp: true, outputs),
            VrrpInputKind.AdvertisementReceived => Receive(now, input.Advertisement, outputs),
            VrrpInputKind.TimerElapsed => LookAtDeadlines(now, outputs),
            VrrpInputKind.LinkChanged => LinkIs(now, input.Link, outputs),
            VrrpInputKind.TrackingChanged => TrackingIs(now, input.Tracking, outputs),
            VrrpInputKind.DefinitionChanged => DefinitionIs(now, input.Definition!, input.Participant!, outputs),
            VrrpInputKind.StopRequested => Stop(now, input.Limit, outputs),
            VrrpInputKind.OutputFailed => Fail(now, input.Cause, input.Detail, outputs),
            VrrpInputKind.AnnounceRequested => AnnounceAgain(now, outputs),
            VrrpInputKind.YieldRequested => YieldOnce(now, outputs),
            VrrpInputKind.ResumeRequested => ResumeAfterYield(now, outputs),
            VrrpInputKind.GroupMoved => GroupIs(now, input.GroupState, input.Detail, outputs),
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
        _ when _leavingUntil is { } end => end,
        VrrpState.Backup => _watch.DeadlineFor(Definition, EffectivePriority),
        VrrpState.Master => MasterDeadline(),
        VrrpState.Fault => _retry.RetryAt,
        _ => null,
    };

    private VrrpTransition? Start(MonotonicTime now, bool isTakenUp, List<VrrpOutput> outputs)
    {
        if (_isStarted) return null;
        _isStarted = true;
        _isTakenUp = isTakenUp && !Participant.Released;
        _heard = null;
        // What a killed process left behind is not served by a node that was taken out of the election.
        if (Participant.Released && !IsLeaving) RemoveHeld(Definition, outputs);
        return Participant.Released || !_lines.IsDecided ? null : Begin(now, TransitionCause.Started, outputs);
    }

    private VrrpTransition Begin(MonotonicTime now, TransitionCause cause, List<VrrpOutput> outputs)
    {
        TransitionCause? fault = FindFault(out string? detail);
        if (fault is null && _isTakenUp) return BecomeMaster(now, TransitionCause.TakenUp, outputs);
        if (fault is null && IsOwner) return BecomeMaster(now, cause == TransitionCause.Started ? TransitionCause.AddressOwner : cause, outputs);

        // A killed process may have left its addresses behind, and a node that is not master must not hold them.
        _isTakenUp = false;
        if (IsLeaving) FinishLeaving(outputs);
        else RemoveHeld(Definition, outputs);
        return fault is { } reason ? Enter(now, VrrpState.Fault, reason, detail) : BecomeBackup(now, cause);
    }

    private VrrpTransition? Receive(MonotonicTime now, in ReceivedAdvertisement advertisement, List<VrrpOutput> outputs)
    {
        _lines.Heard(advertisement.Line, now);
        switch (State)
        {
            case VrrpState.Backup:
                _heard = new HeardMaster(advertisement.Source, advertisement.Priority, now, advertisement.Line);
                BackupReceives(now, advertisement, outputs);
                return null;
            case VrrpState.Master:
                _heard = new HeardMaster(advertisement.Source, advertisement.Priority, now, advertisement.Line);
                return MasterReceives(now, advertisement, outputs);
            case VrrpState.Initialize when IsLeaving:
                if (IsSuccessor(advertisement)) FinishLeaving(outputs);
                return null;
            case VrrpState.Initialize when _isTakenUp:
                // Somebody has taken over in the meantime; what was left behind is his now.
                _isTakenUp = advertisement.Priority < EffectivePriority;
                return null;
            default:
                return null;
        }
    }

    private VrrpTransition? LookAtDeadlines(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (CurrentDeadline() is not { } deadline || now < deadline) return null;
        if (IsLeaving) return EndOfLeaving(now, outputs);
        switch (State)
        {
            case VrrpState.Backup:
                return BecomeMaster(now, _watch.Cause, outputs);
            case VrrpState.Master:
                return MasterTimer(now, outputs);
            default:
                _failure = null;
                _retry.Cancel();
                return TryRecover(now, TransitionCause.Retried, outputs);
        }
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
            BasePriority = Participant.Priority.Value,
            PeerAddress = _heard?.Source.ToIPAddress(),
            PeerPriority = _heard?.Priority.Value,
            PeerLine = _heard is { } heard ? NameOfLine(heard.Line) : null,
            SilentFor = SilentFor(now, from),
            Detail = detail,
        };
    }

    private string? NameOfLine(int line) =>
        Participant.MoreInterfaces.Count == 0 ? null : line > 0 && line <= Participant.MoreInterfaces.Count ? Participant.MoreInterfaces[line - 1] : Participant.Interface;

    private TimeSpan? SilentFor(MonotonicTime now, VrrpState from) =>
        _heard is { } heard ? now - heard.At : from == VrrpState.Backup ? now - _watch.ListeningSince : null;
}
