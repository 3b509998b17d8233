using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Vrrp.SplitBrain;

/// <summary>
/// Gathers signs that another router holds, or thinks it holds, the addresses of one instance while this node is Master, and says when that
/// begins, why, and when it is over. It only watches: it never changes the election. After each call whoever drives it looks at
/// <see cref="TakeAnnouncement"/> and <see cref="HasNews"/>.
/// <para>What is no split brain: the last adverts of a master that hears us and yields (they come in one breath), a better master that we
/// yield to at once, a master that says priority 0, and late answers for an address just after a takeover.</para>
/// <para>Nothing is allocated while nothing is wrong. Not thread-safe: the thread that steps the election steps it.</para>
/// </summary>
public sealed partial class SplitBrainWatch
{
    private readonly SuspectTable _suspects = new();
    private VrrpInstanceDefinition _definition;
    private VrrpParticipantDefinition _participant;
    private SplitBrainSpans _spans;
    private VrrpState _state;
    private MonotonicTime _masterSince;
    private MonotonicTime? _anyAdvertAt;
    private Neighbour _neighbour;
    private bool _awaitsGrace;

    /// <summary>Watches over an instance that does not run yet.</summary>
    public SplitBrainWatch(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(participant);
        _definition = definition;
        _participant = participant;
        _spans = new SplitBrainSpans(definition, participant.Priority);
    }

    /// <summary>Does a split brain go on?</summary>
    public bool IsSplit { get; private set; }

    private bool IsMaster => _state == VrrpState.Master;

    /// <summary>The definition changed; what is known of rivals stays.</summary>
    public void DefinitionIs(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(participant);
        _definition = definition;
        _participant = participant;
        _spans = new SplitBrainSpans(definition, participant.Priority);
    }

    /// <summary>This node's state changed. Leaving Master ends a split brain: whoever is Master now, it is not this node too.</summary>
    public void StateIs(MonotonicTime now, VrrpTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        _state = transition.To;
        if (IsMaster)
        {
            _masterSince = now;
            return;
        }

        if (IsSplit) End(now, now, LeftMaster(transition));
        else if (transition.From == VrrpState.Master || transition.To != VrrpState.Backup) _suspects.Clear();
        _awaitsGrace = false;
        _neighbour = default;
        _announceWanted = false;
    }

    /// <summary>A valid advert came, and the election has dealt with it. A master that did not yield to it has a rival.</summary>
    /// <param name="now">The time.</param>
    /// <param name="advertisement">The advert.</param>
    /// <param name="own">Our source address on that line.</param>
    /// <param name="sameAddresses">Does it name the same virtual addresses?</param>
    public void AdvertHeard(MonotonicTime now, in ReceivedAdvertisement advertisement, AddressKey own, bool sameAddresses)
    {
        // Two lines that somebody joined bring our own adverts back.
        if (advertisement.Source == own) return;
        _anyAdvertAt = now;
        if (!IsMaster) return;
        if (advertisement.Priority == VrrpPriority.Release)
        {
            GaveUp(now, advertisement.Source);
            return;
        }

        SplitBrainCause cause = sameAddresses ? SplitBrainCause.TwoMasters : SplitBrainCause.VirtualRouterIdCollision;
        ref Suspect suspect = ref See(now, cause, advertisement.Source, 0, ElectionTimers.Nanoseconds(advertisement.Interval));
        suspect.Priority = advertisement.Priority.Value;
        suspect.Line = advertisement.Line;
        Judge(now, ref suspect);
    }

    /// <summary>An advert of our VRID was refused. Its sender thinks that it is master, and hears us as little as we hear it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="reason">Why.</param>
    /// <param name="source">Its sender.</param>
    /// <param name="own">Our source address on that line.</param>
    /// <param name="line">Heartbeat line, 0-based.</param>
    public void AdvertRefused(MonotonicTime now, DropReason reason, AddressKey source, AddressKey own, int line)
    {
        if (source == own || SplitBrainCauses.Of(reason) is not { } cause) return;
        _anyAdvertAt = now;
        if (_state is not (VrrpState.Master or VrrpState.Backup)) return;
        ref Suspect suspect = ref See(now, cause, source, 0, 0);
        suspect.Refusal = reason;
        suspect.Line = line;
        Judge(now, ref suspect);
    }

    /// <summary>ARP or neighbour discovery says that <paramref name="address"/>, which this node holds, is at another MAC address.</summary>
    /// <param name="now">The time.</param>
    /// <param name="address">The virtual address.</param>
    /// <param name="hardwareAddress">The other MAC address, six bytes.</param>
    public void AddressAnswered(MonotonicTime now, AddressKey address, ReadOnlySpan<byte> hardwareAddress)
    {
        if (!IsMaster) return;
        WantAnnouncement();
        if (IsSettling(now)) return;
        ulong number = 0;
        foreach (byte part in hardwareAddress) number = (number << 8) | part;
        ref Suspect suspect = ref See(now, SplitBrainCause.AddressAnsweredElsewhere, default, number, 0);
        suspect.VirtualAddress = address;
        _awaitsGrace = true;
        Judge(now, ref suspect);
    }

    /// <summary>
    /// A neighbour that takes part in the election answered (ARP, neighbour discovery), so the link to it works. By itself this says nothing: a backup
    /// is silent too. Where it holds the addresses as well, it tells that its adverts are lost on the way.
    /// </summary>
    public void NeighbourAnswered(MonotonicTime now, AddressKey neighbour)
    {
        if (!IsMaster) return;
        _neighbour = new Neighbour(neighbour, _neighbour.Count == 0 ? now : _neighbour.First, now, _neighbour.Count + 1);
        _changed = true;
    }

    /// <summary>Another console says that its node is Master of the instance.</summary>
    public void PeerClaimed(MonotonicTime now, AddressKey peer, VrrpPriority priority)
    {
        if (!IsMaster || IsSettling(now)) return;
        WantAnnouncement();
        ref Suspect suspect = ref See(now, SplitBrainCause.PeerClaims, peer, 0, 0);
        suspect.Priority = priority.Value;
        Judge(now, ref suspect);
    }

    /// <summary>A heartbeat line works again. What was behind it may have heard another master meanwhile.</summary>
    public void LineCameBack()
    {
        if (IsMaster) WantAnnouncement();
    }

    /// <summary>Time has passed: is it over? Cheap; call it with every step of the election.</summary>
    public void Look(MonotonicTime now)
    {
        if (_awaitsGrace) JudgeAnswers(now);
        if (!IsSplit) return;
        MonotonicTime last = MonotonicTime.Zero;
        Suspect who = default;
        foreach (ref readonly Suspect suspect in _suspects.Places)
        {
            if (!suspect.IsConfirmed) continue;
            if (now.Nanoseconds - suspect.Last.Nanoseconds < _spans.Patience(suspect)) return;
            if (suspect.Last < last) continue;
            last = suspect.Last;
            who = suspect;
        }

        string silent = (now - last).TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);
        End(now, last, $"no sign of {SplitBrainText.Name(who)} for {silent} s");
    }

    private static string LeftMaster(VrrpTransition transition) => transition switch
    {
        { To: VrrpState.Backup, Cause: TransitionCause.HigherPriorityHeard or TransitionCause.SamePriorityHigherAddress, PeerAddress: { } peer } =>
            $"this node yielded to {peer} (priority {transition.PeerPriority ?? 0})",
        { To: VrrpState.Backup, Cause: TransitionCause.Yielded } => "this node yielded because the operator asked for it",
        { Cause: TransitionCause.Released } => "the operator took this node out of the election",
        { Cause: TransitionCause.Stopped } => "this node was stopped",
        _ => $"this node went to {transition.To}",
    };

    private bool IsSettling(MonotonicTime now) => now.Nanoseconds - _masterSince.Nanoseconds < _spans.Settling;

    private ref Suspect See(MonotonicTime now, SplitBrainCause cause, AddressKey address, ulong hardwareAddress, long heardInterval)
    {
        ref Suspect suspect = ref _suspects.PlaceOf(cause, address, hardwareAddress);
        long since = now.Nanoseconds - suspect.CountedAt.Nanoseconds;
        bool isLost = suspect.Counted > 0 && !suspect.IsConfirmed && since > _spans.Window(cause, heardInterval);
        if (isLost) suspect = new Suspect { Cause = cause, Address = address, HardwareAddress = hardwareAddress };
        if (suspect.Counted == 0)
        {
            (suspect.First, suspect.CountedAt, suspect.Counted) = (now, now, 1);
        }
        else if (since >= _spans.Spacing)
        {
            (suspect.Gap, suspect.CountedAt) = (since, now);
            suspect.Counted++;
        }

        suspect.Last = now;
        suspect.Seen++;
        return ref suspect;
    }

    private void Judge(MonotonicTime now, ref Suspect suspect)
    {
        _changed = true;
        if (IsMaster && suspect.Counted >= _spans.Enough(suspect.Cause)) Confirm(now, ref suspect);
    }

    private void Confirm(MonotonicTime now, ref Suspect suspect)
    {
        suspect.IsConfirmed = true;
        if (!IsSplit) Begin(now, suspect.First);
    }

    private void JudgeAnswers(MonotonicTime now)
    {
        _awaitsGrace = false;
        foreach (ref Suspect suspect in _suspects.Places)
        {
            if (suspect.IsConfirmed || suspect.Counted == 0 || suspect.Cause != SplitBrainCause.AddressAnsweredElsewhere) continue;
            if (now.Nanoseconds - suspect.First.Nanoseconds < _spans.AnswerGrace) _awaitsGrace = true;
            else Confirm(now, ref suspect);
        }
    }

    private void GaveUp(MonotonicTime now, AddressKey source)
    {
        bool isKnown = false;
        bool areOthers = false;
        foreach (ref Suspect suspect in _suspects.Places)
        {
            bool isIt = suspect.Counted > 0 && suspect.Address == source && suspect.HardwareAddress == 0;
            isKnown |= isIt && suspect.IsConfirmed;
            areOthers |= !isIt && suspect.IsConfirmed;
        }

        if (IsSplit && isKnown && !areOthers)
        {
            End(now, now, $"{source} gave the addresses up (priority 0)");
            return;
        }

        foreach (ref Suspect suspect in _suspects.Places)
            if (suspect.Address == source && suspect.HardwareAddress == 0) suspect = default;
    }

    /// <summary>A neighbour that answered.</summary>
    private readonly record struct Neighbour(AddressKey Address, MonotonicTime First, MonotonicTime Last, long Count);
}
