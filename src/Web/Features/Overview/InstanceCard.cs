using System.Globalization;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>One VRRP instance on the overview: who owns its addresses, since when, and why.</summary>
public sealed record InstanceCard
{
    /// <summary>Name of the instance.</summary>
    public required string Name { get; init; }

    /// <summary><c>VRID 51 · VRRPv2 · eth0</c></summary>
    public required string Wire { get; init; }

    /// <summary>State of this node, with its age taken into account.</summary>
    public required StateToken State { get; init; }

    /// <summary>The addresses.</summary>
    public required IReadOnlyList<CardAddress> Addresses { get; init; }

    /// <summary>Name or address of the owner; <c>nobody this node knows of</c> when there is none.</summary>
    public required string Owner { get; init; }

    /// <summary>Address of the owner where <see cref="Owner"/> is a name; null otherwise.</summary>
    public string? OwnerAddress { get; init; }

    /// <summary>Is the owner this node?</summary>
    public bool OwnerIsThisNode { get; init; }

    /// <summary>Is there an owner?</summary>
    public bool HasOwner { get; init; }

    /// <summary>Is the owner known from a fresh observation? Otherwise it is the last known one and must be shown so.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Since when the owner has owned, UTC; null while there is none.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>The same as an age; null while there is none or when it is not fresh.</summary>
    public string? HeldFor { get; init; }

    /// <summary>Effective priority of this node.</summary>
    public required int EffectivePriority { get; init; }

    /// <summary>Defined priority of this node.</summary>
    public required int BasePriority { get; init; }

    /// <summary>When the state last changed, UTC; null = not since the start.</summary>
    public DateTimeOffset? LastTakeoverAt { get; init; }

    /// <summary>The same as an age.</summary>
    public string? LastTakeoverAgo { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public string? LastTakeoverSentence { get; init; }

    /// <summary>Where the truth comes from and how old it is: <c>own advert 0.4 s ago</c>.</summary>
    public required string Observed { get; init; }

    /// <summary>Makes the card.</summary>
    public static InstanceCard From(VrrpInstanceStatus instance, string node, PictureAge picture, DateTimeOffset now, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(text);
        Freshness freshness = picture.Worse(instance.Freshness);
        VrrpOwner? owner = instance.Owner;
        bool isThisNode = owner is not null && (owner.Node is null ? instance.State == VrrpState.Master : owner.Node == node);
        string ownerText = owner switch
        {
            null => text["nobody this node knows of"],
            { Node: { } name } => name,
            { Address: { } source } => source.ToString(),
            _ => node,
        };
        return new InstanceCard
        {
            Name = instance.Name,
            Wire = string.Create(CultureInfo.InvariantCulture, $"VRID {instance.VirtualRouterId.Value} · VRRPv{(int)instance.Version} · {instance.Interface}"),
            State = StateToken.For(instance.State, freshness),
            Addresses = [.. instance.VirtualAddresses.Select(vip => new CardAddress($"{vip.Address}/{vip.PrefixLength}", vip.Held))],
            Owner = ownerText,
            OwnerAddress = owner?.Address?.ToString() is { } address && address != ownerText ? address : null,
            OwnerIsThisNode = isThisNode,
            HasOwner = owner is not null,
            IsFresh = freshness == Freshness.Fresh,
            HeldSince = owner is null ? null : instance.HeldSince,
            HeldFor = owner is not null && freshness == Freshness.Fresh && instance.HeldSince is { } since ? Ages.Text(now - since) : null,
            EffectivePriority = instance.EffectivePriority,
            BasePriority = instance.BasePriority,
            LastTakeoverAt = instance.LastTransition?.At,
            LastTakeoverAgo = instance.LastTransition is { } last ? Ages.Text(now - last.At) : null,
            LastTakeoverSentence = instance.LastTransition is { } transition ? text.Of(transition.Sentence, transition.SentenceZh) : null,
            Observed = Observation(instance.State, Ages.Precise(now - instance.ObservedAt), text),
        };
    }

    private static string Observation(VrrpState state, string age, ConsoleText text) => state switch
    {
        VrrpState.Master => text["own advert {0} ago", age],
        VrrpState.Backup => text["advert heard {0} ago", age],
        _ => text["engine {0} ago", age],
    };
}

/// <summary>One address on a card.</summary>
/// <param name="Text"><c>10.88.0.100/24</c></param>
/// <param name="HeldHere">Does this node's kernel hold it?</param>
public sealed record CardAddress(string Text, bool HeldHere);
