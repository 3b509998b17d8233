using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Api.Documents;

/// <summary>One VRRP instance on this node: <c>GET /api/v1/vrrp-instances/{name}/status</c>. Field names are promises.</summary>
/// <param name="Name">Name.</param>
/// <param name="VirtualRouterId">VRID, 1 to 255.</param>
/// <param name="Version">2 or 3.</param>
/// <param name="Interface">Interface.</param>
/// <param name="State">State on this node.</param>
/// <param name="BasePriority">As defined.</param>
/// <param name="EffectivePriority">As advertised.</param>
/// <param name="AdvertisementIntervalMs">Time between adverts, milliseconds.</param>
/// <param name="Owner">Who owns the addresses as far as this node knows; null = nobody it knows of.</param>
/// <param name="HeldSince">Since when; null while there is no owner.</param>
/// <param name="LastTransition">Null before the first.</param>
/// <param name="VirtualAddresses">The addresses and whether this node's kernel holds them.</param>
/// <param name="HeartbeatLines">The interfaces adverts travel on.</param>
/// <param name="Counters">Since the engine started.</param>
/// <param name="ObservedAt">Last advert sent (Master) or accepted (Backup).</param>
/// <param name="Freshness">Age of the observation against the advert interval.</param>
/// <param name="Tracks">What is tracked and what it does to the priority.</param>
/// <param name="SyncGroup">Sync group it moves with; null = none.</param>
/// <param name="SplitBrain">The split brain that goes on; null = none is known.</param>
/// <param name="Released">Did the operator take this node out of the election?</param>
/// <param name="Preempts">May it preempt a lower master now?</param>
/// <param name="PreemptDelayMs">Wait before it preempts, milliseconds; 0 = none.</param>
/// <param name="TakeoverAt">When this node takes over if no advert comes; null unless Backup.</param>
/// <param name="VirtualMac">Interface and virtual MAC address; null = none.</param>
/// <param name="VirtualRoutes">Virtual routes and rules and whether this node's kernel holds them.</param>
public sealed record VrrpDocument(string Name, int VirtualRouterId, int Version, string Interface, VrrpState State, int BasePriority, int EffectivePriority,
    double AdvertisementIntervalMs, VrrpOwnerDocument? Owner, DateTimeOffset? HeldSince, TransitionDocument? LastTransition,
    IReadOnlyList<VirtualAddressDocument> VirtualAddresses, IReadOnlyList<HeartbeatLineDocument> HeartbeatLines, VrrpCountersDocument Counters,
    DateTimeOffset ObservedAt, Freshness Freshness, IReadOnlyList<TrackDocument> Tracks, string? SyncGroup, SplitBrainDocument? SplitBrain, bool Released, bool Preempts,
    double PreemptDelayMs, DateTimeOffset? TakeoverAt, string? VirtualMac, IReadOnlyList<VirtualRouteDocument> VirtualRoutes)
{
    /// <summary>Writes an instance down.</summary>
    public static VrrpDocument From(VrrpInstanceStatus instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return new(instance.Name, instance.VirtualRouterId.Value, (int)instance.Version, instance.Interface, instance.State, instance.BasePriority,
            instance.EffectivePriority, instance.AdvertisementInterval.Span.TotalMilliseconds,
            VrrpOwnerDocument.From(instance.Owner),
            instance.HeldSince,
            TransitionDocument.Of(instance.LastTransition),
            [.. instance.VirtualAddresses.Select(a => new VirtualAddressDocument(a.Address.ToString(), a.PrefixLength, a.Interface, a.Label, a.Held))],
            [.. instance.HeartbeatLines.Select(line => new HeartbeatLineDocument(line.Interface, line.LastAdvertAt, line.Ok))],
            new(instance.Counters.AdvertsSent, instance.Counters.AdvertsReceived, instance.Counters.Transitions, instance.Counters.PacketErrors),
            instance.ObservedAt, instance.Freshness, [.. instance.Tracks.Select(TrackDocument.From)], instance.SyncGroup,
            instance.SplitBrain is { } diagnosis ? SplitBrainDocument.From(diagnosis) : null, instance.Released, instance.Preempts,
            instance.PreemptDelay.TotalMilliseconds, instance.TakeoverAt, instance.VirtualMac,
            [.. instance.VirtualRoutes.Select(route => new VirtualRouteDocument(route.Text, route.Held))]);
    }
}

/// <summary>Who owns the addresses.</summary>
/// <param name="Node">Null when only the address is known.</param>
/// <param name="Address">Source of its adverts.</param>
/// <param name="Priority">In its last advert.</param>
/// <param name="ObservedAt">When that was.</param>
public sealed record VrrpOwnerDocument(string? Node, string? Address, int Priority, DateTimeOffset ObservedAt)
{
    /// <summary>Writes an owner down.</summary>
    public static VrrpOwnerDocument? From(VrrpOwner? owner) => owner is null ? null : new(owner.Node, owner.Address?.ToString(), owner.Priority, owner.ObservedAt);
}

/// <summary>A change of state.</summary>
/// <param name="At">When.</param>
/// <param name="From">Before.</param>
/// <param name="To">After.</param>
/// <param name="Cause">Why.</param>
/// <param name="Sentence">In English.</param>
/// <param name="SentenceZh">In Chinese.</param>
public sealed record TransitionDocument(DateTimeOffset At, VrrpState From, VrrpState To, TransitionCause Cause, string Sentence, string SentenceZh)
{
    /// <summary>Writes a transition down; its own <c>From</c> is the state before.</summary>
    public static TransitionDocument? Of(VrrpTransitionRecord? last) => last is null ? null : new(last.At, last.From, last.To, last.Cause, last.Sentence, last.SentenceZh);
}

/// <summary>One thing an instance tracks.</summary>
/// <param name="Kind"><c>interface</c>, <c>script</c>, <c>process</c> or <c>file</c>.</param>
/// <param name="Target">Its name.</param>
/// <param name="Up">Null = not known yet.</param>
/// <param name="PriorityOffset">What it adds to the priority now.</param>
/// <param name="CausesFault">Does it hold the instance in Fault now?</param>
/// <param name="Reason">Why; null before the first result.</param>
/// <param name="At">When it was last looked at; null before the first result.</param>
public sealed record TrackDocument(string Kind, string Target, bool? Up, int PriorityOffset, bool CausesFault, string? Reason, DateTimeOffset? At)
{
    /// <summary>Writes a track down.</summary>
    public static TrackDocument From(TrackStatus track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return new(track.Kind, track.Target, track.Up, track.PriorityOffset, track.CausesFault, track.Reason, track.At);
    }
}

/// <summary>A virtual route or rule.</summary>
/// <param name="Text">As <c>ip route</c> or <c>ip rule</c> would say it.</param>
/// <param name="Held">Does this node's kernel hold it now?</param>
public sealed record VirtualRouteDocument(string Text, bool Held);

/// <summary>A virtual address.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Bits of the network part.</param>
/// <param name="Interface">Interface that holds or would hold it.</param>
/// <param name="Label">Null = none.</param>
/// <param name="Held">Does this node's kernel hold it now?</param>
public sealed record VirtualAddressDocument(string Address, int PrefixLength, string Interface, string? Label, bool Held);

/// <summary>An interface adverts travel on.</summary>
/// <param name="Interface">Its name.</param>
/// <param name="LastAdvertAt">Null = none yet.</param>
/// <param name="Ok">Usable, and as Backup: is the master heard there in time?</param>
public sealed record HeartbeatLineDocument(string Interface, DateTimeOffset? LastAdvertAt, bool Ok);

/// <summary>Counters since the engine started.</summary>
/// <param name="AdvertsSent">Adverts sent.</param>
/// <param name="AdvertsReceived">Adverts accepted.</param>
/// <param name="Transitions">Changes of state.</param>
/// <param name="PacketErrors">Refused packets by reason.</param>
public sealed record VrrpCountersDocument(long AdvertsSent, long AdvertsReceived, long Transitions, IReadOnlyDictionary<string, long> PacketErrors);
