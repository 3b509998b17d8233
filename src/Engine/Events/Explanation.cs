namespace KeepaliveConsole.Engine.Events;

/// <summary>Why this node is Master of an instance now, or is not: one sentence, the facts behind it, and what would have to change.</summary>
public sealed record Explanation
{
    private Explanation()
    {
    }

    /// <summary>Name of the instance.</summary>
    public required string Instance { get; init; }

    /// <summary>Of what moment, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>State on this node.</summary>
    public required VrrpState State { get; init; }

    /// <summary>Why.</summary>
    public required ExplanationReason Reason { get; init; }

    /// <summary>Why, in one sentence in English.</summary>
    public required string Sentence { get; init; }

    /// <summary>The same in Chinese.</summary>
    public required string SentenceZh { get; init; }

    /// <summary>Priority as defined.</summary>
    public required int BasePriority { get; init; }

    /// <summary>Priority as advertised: the base, and what tracking adds.</summary>
    public required int EffectivePriority { get; init; }

    /// <summary>What is tracked, with what each adds to the priority.</summary>
    public ValueArray<TrackStatus> Tracks { get; init; }

    /// <summary>Who owns the addresses as far as this node knows; null = nobody it knows of.</summary>
    public VrrpOwner? Owner { get; init; }

    /// <summary>May it preempt a lower master now?</summary>
    public required bool Preempts { get; init; }

    /// <summary>How long it waits before it preempts; zero = not at all.</summary>
    public TimeSpan PreemptDelay { get; init; }

    /// <summary>Did the operator take this node out of the election?</summary>
    public required bool Released { get; init; }

    /// <summary>Sync group it moves with; null = none.</summary>
    public string? SyncGroup { get; init; }

    /// <summary>What holds it in Fault, in English; null unless in Fault.</summary>
    public string? FaultReason { get; init; }

    /// <summary>When it takes over unless an advert moves it, UTC; null = it waits for nothing.</summary>
    public DateTimeOffset? TakeoverAt { get; init; }

    /// <summary>The last change of state; null before the first.</summary>
    public VrrpTransitionRecord? LastTransition { get; init; }

    /// <summary>What would make this node Master, any one of them; as Master: what would end it.</summary>
    public ValueArray<ExplanationWay> Ways { get; init; }

    /// <summary>Explains <paramref name="status"/> as it stands at <paramref name="now"/>.</summary>
    public static Explanation Of(VrrpInstanceStatus status, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(status);
        ExplanationReason reason = ReasonOf(status);
        var text = new ExplanationText(status, now);
        return new Explanation
        {
            Instance = status.Name,
            At = now,
            State = status.State,
            Reason = reason,
            Sentence = text.English(reason),
            SentenceZh = text.Chinese(reason),
            BasePriority = status.BasePriority,
            EffectivePriority = status.EffectivePriority,
            Tracks = status.Tracks,
            Owner = status.Owner,
            Preempts = status.Preempts,
            PreemptDelay = status.PreemptDelay,
            Released = status.Released,
            SyncGroup = status.SyncGroup,
            FaultReason = status.State == VrrpState.Fault ? text.FaultReason : null,
            TakeoverAt = status.State == VrrpState.Backup ? status.TakeoverAt : null,
            LastTransition = status.LastTransition,
            Ways = new ExplanationWays(status).For(reason),
        };
    }

    private static ExplanationReason ReasonOf(VrrpInstanceStatus status) => status.State switch
    {
        VrrpState.Master => status.Released ? ExplanationReason.MasterLeaving : ExplanationReason.Master,
        _ when status.Released => ExplanationReason.Released,
        VrrpState.Initialize => ExplanationReason.NotRunning,
        VrrpState.Fault => OfFault(status),
        _ => OfBackup(status),
    };

    private static ExplanationReason OfFault(VrrpInstanceStatus status)
    {
        foreach (TrackStatus track in status.Tracks)
            if (track.CausesFault) return ExplanationReason.TrackFailed;
        return status.LastTransition?.Cause switch
        {
            TransitionCause.TrackFailed => ExplanationReason.TrackFailed,
            TransitionCause.GroupFollowed => ExplanationReason.GroupHolds,
            _ => ExplanationReason.Fault,
        };
    }

    private static ExplanationReason OfBackup(VrrpInstanceStatus status)
    {
        TransitionCause? last = status.LastTransition?.Cause;
        if (status.Owner is not { } owner) return ExplanationReason.Listening;
        if (owner.Priority > status.EffectivePriority) return ExplanationReason.HigherPriority;
        if (owner.Priority == status.EffectivePriority) return ExplanationReason.SamePriority;
        if (!status.Preempts) return last == TransitionCause.Yielded ? ExplanationReason.Yielded : ExplanationReason.NoPreempt;
        if (last == TransitionCause.GroupFollowed && status.SyncGroup is not null) return ExplanationReason.GroupHolds;
        return status.PreemptDelay > TimeSpan.Zero ? ExplanationReason.PreemptDelay : ExplanationReason.AboutToPreempt;
    }
}

/// <summary>Something that would make this node Master, or end its being so.</summary>
/// <param name="Text">In English, without a full stop.</param>
/// <param name="TextZh">In Chinese, without a full stop.</param>
public sealed record ExplanationWay(string Text, string TextZh);
