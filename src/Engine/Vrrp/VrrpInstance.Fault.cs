using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <content>Fault: the reasons are kept apart (link, tracking, a failed output, the sync group), and it ends when all are gone.</content>
public sealed partial class VrrpInstance
{
    private RetryBackoff _retry;
    private TransitionCause? _failure;
    private string? _failureDetail;
    private string? _trackFault;
    private string? _groupFault;

    /// <summary>
    /// Does a reason of its own keep it from being Master: no link, a failed track, a failed output, or the operator's release? Sync groups
    /// (<see cref="SyncGroup"/>) hold the other members in Fault meanwhile.
    /// </summary>
    public bool IsUnfit => Participant.Released || (State == VrrpState.Fault && (_failure is not null || _trackFault is not null || !IsLinkFit));

    private bool IsLinkFit => !Participant.TrackInterface || _lines.IsAnyUsable;

    /// <summary>Every reason for Fault that holds now, in words; empty = none. For people: it allocates.</summary>
    public ValueArray<string> FaultReasons()
    {
        var reasons = new List<string>();
        if (State == VrrpState.Fault && !IsLinkFit) reasons.Add(_lines.Detail ?? "its interface cannot be used");
        if (_trackFault is not null) reasons.Add(_trackFault);
        if (_failure is { } failure) reasons.Add(_failureDetail ?? failure.ToString());
        if (_groupFault is not null) reasons.Add(_groupFault);
        return reasons.ToValueArray();
    }

    private VrrpTransition? LinkIs(MonotonicTime now, in LinkState link, List<VrrpOutput> outputs)
    {
        bool wasUsable = _lines.IsAnyUsable;
        _lines.Set(link);
        if (State == VrrpState.Initialize)
        {
            if (IsLeaving && !_lines.IsAnyUsable) FinishLeaving(outputs);
            bool begins = _isStarted && !Participant.Released && _lines.IsDecided;
            return begins ? Begin(now, TransitionCause.Started, outputs) : null;
        }

        if (!IsLinkFit) return LoseLink(now, outputs);

        // Address notifications repeat "usable"; only a link that comes back is a reason to try again.
        if (State != VrrpState.Fault || wasUsable || !_lines.IsAnyUsable) return null;
        if (!IsLasting(_failure))
        {
            _failure = null;
            _retry.Reset();
        }

        return TryRecover(now, TransitionCause.InterfaceUsable, outputs);
    }

    private VrrpTransition? LoseLink(MonotonicTime now, List<VrrpOutput> outputs)
    {
        _retry.Cancel();
        return GoToFault(now, TransitionCause.InterfaceUnusable, _lines.Detail, outputs);
    }

    /// <summary>
    /// From any state but a fault that is already known: Fault. It ends when the link comes back, when the definition changes, or by a
    /// retry (<see cref="RetryBackoff"/>). A missing privilege or an unsupported definition does not heal by waiting.
    /// </summary>
    private VrrpTransition? Fail(MonotonicTime now, TransitionCause cause, string? detail, List<VrrpOutput> outputs)
    {
        // After a stop or a release only a removal can fail; there is nothing left to give up.
        if (!_isStarted || Participant.Released) return null;
        if (State == VrrpState.Fault && !IsLasting(cause)) return null;

        _failure = cause;
        _failureDetail = detail;
        if (IsLasting(cause)) _retry.Cancel();
        else _retry.Failed(now, State == VrrpState.Master ? now - _masterSince : TimeSpan.Zero);
        return GoToFault(now, cause, detail, outputs);
    }

    /// <summary>An offset starts no election: a master goes on with the new priority, a backup waits as long as the new priority asks for.</summary>
    private VrrpTransition? TrackingIs(MonotonicTime now, in TrackEffect effect, List<VrrpOutput> outputs)
    {
        bool wasFault = _trackFault is not null;
        _trackFault = effect.Fault;
        _trackingOffset = effect.Offset;
        Adopt(Definition, Participant);
        if (State == VrrpState.Initialize) return null;
        if (effect.Fault is { } fault) return GoToFault(now, TransitionCause.TrackFailed, fault, outputs);
        return wasFault ? TryRecover(now, TransitionCause.TrackRecovered, outputs) : null;
    }

    private VrrpTransition? GoToFault(MonotonicTime now, TransitionCause cause, string? detail, List<VrrpOutput> outputs)
    {
        if (State == VrrpState.Fault) return null;
        if (State == VrrpState.Master) LeaveMaster(isRelease: true, outputs);
        else if (IsLeaving) FinishLeaving(outputs);
        _hold = Hold.None;
        return Enter(now, VrrpState.Fault, cause, detail);
    }

    /// <summary>Out of Fault, if no reason is left.</summary>
    private VrrpTransition? TryRecover(MonotonicTime now, TransitionCause cause, List<VrrpOutput> outputs, string? detail = null)
    {
        if (State != VrrpState.Fault || FindFault(out _) is not null) return null;
        return IsOwner ? BecomeMaster(now, cause, outputs, detail) : BecomeBackup(now, cause, detail);
    }

    private TransitionCause? FindFault(out string? detail)
    {
        (TransitionCause Cause, string? Detail)? fault =
            !IsLinkFit ? (TransitionCause.InterfaceUnusable, _lines.Detail)
            : _failure is { } failure ? (failure, _failureDetail)
            : _trackFault is not null ? (TransitionCause.TrackFailed, _trackFault)
            : _groupFault is not null ? (TransitionCause.GroupFollowed, _groupFault)
            : null;
        detail = fault?.Detail;
        return fault?.Cause;
    }

    private static bool IsLasting(TransitionCause? failure) => failure is TransitionCause.NotPermitted or TransitionCause.NotSupported;
}
