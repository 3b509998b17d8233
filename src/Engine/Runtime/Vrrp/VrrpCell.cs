using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// What other threads may know of one instance. The loop writes (unless said otherwise), anyone reads, nobody locks; each
/// figure is whole by itself. Writing allocates nothing.
/// </summary>
internal sealed class VrrpCell(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
{
    private static readonly int s_reasons = Enum.GetValues<DropReason>().Length;

    private readonly HeardOwner _owner = new();
    private readonly long[] _drops = new long[s_reasons];
    private VrrpInstanceDefinition _definition = definition;
    private VrrpParticipantDefinition _participant = participant;
    private VrrpTransitionRecord? _lastTransition;
    private HeldAddresses _held = HeldAddresses.None;
    private HeldRoutes _virtualRoutes = new([]);
    private int _state = (int)VrrpState.Initialize;
    private int _effectivePriority = participant.Priority.Value;
    private int _isLineBroken;
    private LineFigures[] _lines = [.. LineNames.Of(participant).Select(name => new LineFigures(name))];
    private long _changedAt;
    private SourceAddress? _source;
    private long _lastSent;
    private long _lastAccepted;
    private long _ownerSince;
    private long _masterCentiseconds;
    private long _sent;
    private long _accepted;
    private long _transitions;
    private long _takeoverAt;
    private int _hasYielded;
    private int _mayPreempt = definition.Preempt ? 1 : 0;
    private string? _syncGroup;
    private SplitBrainDiagnosis? _splitBrain;

    /// <summary>Name of the instance; never changes.</summary>
    public string Name { get; } = definition.Name;

    /// <summary>The definition in force. Written by the control plane.</summary>
    public VrrpInstanceDefinition Definition
    {
        get => Volatile.Read(ref _definition);
        set => Volatile.Write(ref _definition, value);
    }

    /// <summary>This node's part of it. Written by the control plane.</summary>
    public VrrpParticipantDefinition Participant
    {
        get => Volatile.Read(ref _participant);
        set => Volatile.Write(ref _participant, value);
    }

    /// <summary>The state.</summary>
    public VrrpState State => (VrrpState)Volatile.Read(ref _state);

    /// <summary>Priority as advertised.</summary>
    public VrrpPriority EffectivePriority => new((byte)Volatile.Read(ref _effectivePriority));

    /// <summary>The last change of state; null before the first.</summary>
    public VrrpTransitionRecord? LastTransition => Volatile.Read(ref _lastTransition);

    /// <summary>When the state last changed; null = not yet.</summary>
    public MonotonicTime? ChangedAt => Time(Volatile.Read(ref _changedAt));

    /// <summary>Which addresses the kernel holds. Written by the address thread.</summary>
    public HeldAddresses Held
    {
        get => Volatile.Read(ref _held);
        set => Volatile.Write(ref _held, value);
    }

    /// <summary>The virtual routes, and which of them the kernel holds. Written by the address thread.</summary>
    public ValueArray<VirtualRouteStatus> VirtualRoutes
    {
        get => Volatile.Read(ref _virtualRoutes).Routes;
        set => Volatile.Write(ref _virtualRoutes, new HeldRoutes(value));
    }

    /// <summary>Its heartbeat lines, in the order of the definition.</summary>
    public LineFigures[] Lines => Volatile.Read(ref _lines);

    /// <summary>When this node takes over if no advert comes; null unless Backup.</summary>
    public MonotonicTime? TakeoverAt => Time(Volatile.Read(ref _takeoverAt));

    /// <summary>Did it yield on request, so that it leaves the successor alone?</summary>
    public bool HasYielded
    {
        get => Volatile.Read(ref _hasYielded) != 0;
        set => Volatile.Write(ref _hasYielded, value ? 1 : 0);
    }

    /// <summary>May it preempt? As defined, and false after a yield until the successor is gone.</summary>
    public bool MayPreempt
    {
        get => Volatile.Read(ref _mayPreempt) != 0;
        set => Volatile.Write(ref _mayPreempt, value ? 1 : 0);
    }

    /// <summary>Sync group it moves with; null = none. Written by the control plane.</summary>
    public string? SyncGroup
    {
        get => Volatile.Read(ref _syncGroup);
        set => Volatile.Write(ref _syncGroup, value);
    }

    /// <summary>The split brain that goes on; null = none is known.</summary>
    public SplitBrainDiagnosis? SplitBrain
    {
        get => Volatile.Read(ref _splitBrain);
        set => Volatile.Write(ref _splitBrain, value);
    }

    /// <summary>What happened lately, for the operator.</summary>
    public FlightRecorder Recorder { get; } = new(definition, participant);

    /// <summary>Could the sockets of the interface not be opened? The address thread then reports the link once more with each sweep.</summary>
    public bool IsLineBroken
    {
        get => Volatile.Read(ref _isLineBroken) != 0;
        set => Volatile.Write(ref _isLineBroken, value ? 1 : 0);
    }

    /// <summary>Own source address on the first usable line; null before there was one.</summary>
    public AddressKey? Source => Volatile.Read(ref _source)?.Address;

    /// <summary>Last advert sent; null = none yet.</summary>
    public MonotonicTime? LastSent => Time(Volatile.Read(ref _lastSent));

    /// <summary>Last advert accepted; null = none yet.</summary>
    public MonotonicTime? LastAccepted => Time(Volatile.Read(ref _lastAccepted));

    /// <summary>Source and priority of the router that was last heard as master; null = none, or it said that it leaves.</summary>
    public (AddressKey Source, int Priority)? HeardOwner => _owner.Read();

    /// <summary>Since when the same router has owned without a gap; null = nobody does.</summary>
    public MonotonicTime? OwnerSince => Time(Volatile.Read(ref _ownerSince));

    /// <summary>Interval of the adverts that tell who owns: the own one as master, the master's as backup.</summary>
    public AdvertisementInterval ObservedInterval =>
        State != VrrpState.Master && Volatile.Read(ref _masterCentiseconds) is var heard and not 0
            ? new AdvertisementInterval((int)heard)
            : Definition.AdvertisementInterval;

    /// <summary>Adverts sent, accepted, changes of state.</summary>
    public (long Sent, long Accepted, long Transitions) Counts => (Volatile.Read(ref _sent), Volatile.Read(ref _accepted), Volatile.Read(ref _transitions));

    /// <summary>Packets refused for <paramref name="reason"/>.</summary>
    public long Drops(DropReason reason) => Volatile.Read(ref _drops[(int)reason]);

    /// <summary>The election stands here after a step.</summary>
    public void Stands(VrrpState state, VrrpPriority effectivePriority)
    {
        if (state != (VrrpState)_state) Volatile.Write(ref _state, (int)state);
        if (effectivePriority.Value != _effectivePriority) Volatile.Write(ref _effectivePriority, effectivePriority.Value);
    }

    /// <summary>The state changed.</summary>
    public void Changed(VrrpTransitionRecord transition, MonotonicTime now)
    {
        Volatile.Write(ref _lastTransition, transition);
        Volatile.Write(ref _changedAt, now.Nanoseconds);
        Volatile.Write(ref _transitions, _transitions + 1);
        if (transition.To == VrrpState.Master)
        {
            _owner.Write(default, 0);
            Volatile.Write(ref _ownerSince, now.Nanoseconds);
        }
        else if (transition.From == VrrpState.Master)
        {
            Volatile.Write(ref _ownerSince, 0);
        }
    }

    /// <summary>Adverts are sent from here.</summary>
    public void SendsFrom(AddressKey source)
    {
        if (_source?.Address != source) Volatile.Write(ref _source, new SourceAddress(source));
    }

    /// <summary>The lines are other ones now.</summary>
    public void LinesAre(LineFigures[] lines) => Volatile.Write(ref _lines, lines);

    /// <summary>The takeover is due then; null = it is not Backup.</summary>
    public void TakesOverAt(MonotonicTime? deadline) => Volatile.Write(ref _takeoverAt, deadline?.Nanoseconds ?? 0);

    /// <summary>An advert left.</summary>
    public void Sent(MonotonicTime now)
    {
        Volatile.Write(ref _lastSent, now.Nanoseconds);
        Volatile.Write(ref _sent, _sent + 1);
    }

    /// <summary>A valid advert came.</summary>
    public void Accepted() => Volatile.Write(ref _accepted, _accepted + 1);

    /// <summary>Another router was heard as master while this node is not; <paramref name="silenceLimitNanoseconds"/> without it ends its ownership.</summary>
    public void HeardMaster(MonotonicTime now, AddressKey source, VrrpPriority priority, AdvertisementInterval interval, long silenceLimitNanoseconds)
    {
        bool goesOn = _owner.Is(source) && _ownerSince != 0 && now.Nanoseconds - _lastAccepted <= silenceLimitNanoseconds;
        Volatile.Write(ref _lastAccepted, now.Nanoseconds);
        Volatile.Write(ref _masterCentiseconds, interval.Centiseconds);
        bool leaves = priority == VrrpPriority.Release;
        _owner.Write(source, leaves ? 0 : priority.Value);
        if (leaves) Volatile.Write(ref _ownerSince, 0);
        else if (!goesOn) Volatile.Write(ref _ownerSince, now.Nanoseconds);
    }

    /// <summary>A packet was refused.</summary>
    public void Dropped(DropReason reason) => Volatile.Write(ref _drops[(int)reason], _drops[(int)reason] + 1);

    private sealed record SourceAddress(AddressKey Address);

    private static MonotonicTime? Time(long nanoseconds) => nanoseconds == 0 ? null : new MonotonicTime(nanoseconds);
}

/// <summary>Which of an instance's addresses the kernel holds, at one moment.</summary>
/// <param name="Addresses">The addresses as defined then.</param>
/// <param name="Held">One for each of them.</param>
internal sealed record HeldAddresses(ValueArray<VirtualAddressDefinition> Addresses, ValueArray<bool> Held)
{
    /// <summary>Nothing looked at yet.</summary>
    public static HeldAddresses None { get; } = new([], []);

    // Asked once for each address by every reader of the status; made when the first one asks.
    private HashSet<VirtualAddressDefinition>? _there;

    /// <summary>Does the kernel hold <paramref name="address"/>?</summary>
    public bool Holds(VirtualAddressDefinition address) => (_there ??= [.. Addresses.Where((_, index) => Held[index])]).Contains(address);

    /// <summary>The same addresses, held alike.</summary>
    public bool Equals(HeldAddresses? other) => other is not null && Addresses == other.Addresses && Held == other.Held;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Addresses, Held);
}

/// <summary>Virtual routes with whether the kernel holds them, at one moment. An object, so that it changes as a whole.</summary>
internal sealed record HeldRoutes(ValueArray<VirtualRouteStatus> Routes);
