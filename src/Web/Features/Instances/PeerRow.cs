using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Instances;

/// <summary>One router of an instance: the role it claims, and what this node observes of it. A backup is silent, so silence proves nothing and is shown so.</summary>
public sealed record PeerRow
{
    /// <summary>Name of the node, or the address of a router that no definition names.</summary>
    public required string Name { get; init; }

    /// <summary>Is it this node?</summary>
    public bool IsThisNode { get; init; }

    /// <summary>Address its adverts come from; null = none seen.</summary>
    public string? Address { get; init; }

    /// <summary>Priority: as advertised when it was heard, otherwise as defined; null = not known.</summary>
    public int? Priority { get; init; }

    /// <summary>Role it claims on the wire; null = it says nothing.</summary>
    public StateToken? Claimed { get; init; }

    /// <summary>What is seen of it, in a sentence.</summary>
    public required string Observed { get; init; }

    /// <summary>Do the two contradict each other, or another router?</summary>
    public bool IsMismatch { get; init; }

    /// <summary>The routers of an instance: this node, those the definition names, and those that were only heard.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="definition">Its definition; null = not known, so only what was heard is told.</param>
    /// <param name="status">The picture.</param>
    /// <param name="now">Wall clock.</param>
    /// <param name="text">The viewer's language.</param>
    public static IReadOnlyList<PeerRow> Of(VrrpInstanceStatus instance, VrrpInstanceDefinition? definition, EngineStatus status, DateTimeOffset now, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(text);
        Freshness freshness = PictureAge.Of(status, now).Worse(instance.Freshness);
        List<PeerRow> rows = [Own(instance, status.Node, freshness, text)];
        VrrpOwner? other = instance.State == VrrpState.Master || instance.Owner?.Node == status.Node ? null : instance.Owner;
        VrrpParticipantDefinition[] others = [.. definition?.Participants.Where(each => each.Node != status.Node) ?? []];
        foreach (VrrpParticipantDefinition each in others)
        {
            bool isOwner = other is not null && (other.Node == each.Node || (other.Node is null && (Equals(each.SourceAddress, other.Address) || others.Length == 1)));
            rows.Add(isOwner ? Heard(each.Node, other!, freshness, now, text) : Silent(each, text));
            if (isOwner) other = null;
        }

        if (other is not null) rows.Add(Heard(other.Node ?? other.Address?.ToString() ?? text["unknown router"], other, freshness, now, text));
        if (instance.SplitBrain is { } split) AddRival(rows, split, now, text);
        return rows;
    }

    private static PeerRow Own(VrrpInstanceStatus instance, string node, Freshness freshness, ConsoleText text)
    {
        int held = instance.VirtualAddresses.Count(address => address.Held), all = instance.VirtualAddresses.Count;
        bool isMaster = instance.State == VrrpState.Master;
        return new PeerRow
        {
            Name = node,
            IsThisNode = true,
            Priority = instance.EffectivePriority,
            Claimed = StateToken.For(instance.State, freshness),
            Observed = text["its kernel holds {0} of {1} addresses", held, all],
            IsMismatch = isMaster ? held < all : held > 0,
        };
    }

    private static PeerRow Heard(string name, VrrpOwner owner, Freshness freshness, DateTimeOffset now, ConsoleText text) => new()
    {
        Name = name,
        Address = owner.Address?.ToString() is { } address && address != name ? address : null,
        Priority = owner.Priority,
        Claimed = StateToken.For(VrrpState.Master, freshness),
        Observed = text["advert with priority {0} heard {1} ago", owner.Priority, Ages.Precise(now - owner.ObservedAt)],
    };

    private static PeerRow Silent(VrrpParticipantDefinition each, ConsoleText text) => new()
    {
        Name = each.Node,
        Address = each.SourceAddress?.ToString(),
        Priority = each.Priority.Value,
        Observed = text["not heard: a backup sends no adverts, so whether it stands by cannot be seen from here"],
    };

    private static void AddRival(List<PeerRow> rows, SplitBrainDiagnosis split, DateTimeOffset now, ConsoleText text)
    {
        string name = split.Rival?.ToString() ?? split.RivalHardwareAddress ?? text["unknown router"];
        int known = rows.FindIndex(row => row.Name == name || row.Address == name);
        var rival = new PeerRow
        {
            Name = known < 0 ? name : rows[known].Name,
            Address = known < 0 ? (split.RivalHardwareAddress == name ? null : split.RivalHardwareAddress) : rows[known].Address,
            Priority = split.RivalPriority ?? (known < 0 ? null : rows[known].Priority),
            Claimed = StateToken.For(VrrpState.Master, Freshness.Fresh),
            Observed = text["evidence of a second master, last seen {0} ago", Ages.Text(now - split.LastSeen)],
            IsMismatch = true,
        };
        if (known < 0) rows.Add(rival);
        else rows[known] = rival;
    }

    /// <summary>Priority for people; a dash when it is not known.</summary>
    public string PriorityText => Priority?.ToString(CultureInfo.InvariantCulture) ?? "–";
}
