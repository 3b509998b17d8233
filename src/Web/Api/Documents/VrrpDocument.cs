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
public sealed record VrrpDocument(string Name, int VirtualRouterId, int Version, string Interface, VrrpState State, int BasePriority, int EffectivePriority,
    double AdvertisementIntervalMs, VrrpOwnerDocument? Owner, DateTimeOffset? HeldSince, TransitionDocument? LastTransition,
    IReadOnlyList<VirtualAddressDocument> VirtualAddresses, IReadOnlyList<HeartbeatLineDocument> HeartbeatLines, VrrpCountersDocument Counters,
    DateTimeOffset ObservedAt, Freshness Freshness)
{
    /// <summary>Writes an instance down.</summary>
    public static VrrpDocument From(VrrpInstanceStatus instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return new(instance.Name, instance.VirtualRouterId.Value, (int)instance.Version, instance.Interface, instance.State, instance.BasePriority,
            instance.EffectivePriority, instance.AdvertisementInterval.Span.TotalMilliseconds,
            instance.Owner is { } owner ? new(owner.Node, owner.Address?.ToString(), owner.Priority, owner.ObservedAt) : null,
            instance.HeldSince,
            instance.LastTransition is { } last ? new(last.At, last.From, last.To, last.Cause, last.Sentence, last.SentenceZh) : null,
            [.. instance.VirtualAddresses.Select(a => new VirtualAddressDocument(a.Address.ToString(), a.PrefixLength, a.Interface, a.Label, a.Held))],
            [.. instance.HeartbeatLines.Select(line => new HeartbeatLineDocument(line.Interface, line.LastAdvertAt, line.Ok))],
            new(instance.Counters.AdvertsSent, instance.Counters.AdvertsReceived, instance.Counters.Transitions, instance.Counters.PacketErrors),
            instance.ObservedAt, instance.Freshness);
    }
}

/// <summary>Who owns the addresses.</summary>
/// <param name="Node">Null when only the address is known.</param>
/// <param name="Address">Source of its adverts.</param>
/// <param name="Priority">In its last advert.</param>
/// <param name="ObservedAt">When that was.</param>
public sealed record VrrpOwnerDocument(string? Node, string? Address, int Priority, DateTimeOffset ObservedAt);

/// <summary>A change of state.</summary>
/// <param name="At">When.</param>
/// <param name="From">Before.</param>
/// <param name="To">After.</param>
/// <param name="Cause">Why.</param>
/// <param name="Sentence">In English.</param>
/// <param name="SentenceZh">In Chinese.</param>
public sealed record TransitionDocument(DateTimeOffset At, VrrpState From, VrrpState To, TransitionCause Cause, string Sentence, string SentenceZh);

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
