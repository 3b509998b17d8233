using System.Globalization;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Overview;

namespace KeepaliveConsole.Web.Features.Instances;

/// <summary>One row of the table of instances: what the overview's card says, and what only this page shows.</summary>
public sealed record InstanceRow
{
    /// <summary>State, owner, addresses and age, as on the overview.</summary>
    public required InstanceCard Card { get; init; }

    /// <summary>Name.</summary>
    public string Name => Card.Name;

    /// <summary>Where the page of this instance lies, relative to the console's base.</summary>
    public string Href => HrefOf(Name);

    /// <summary>VRID.</summary>
    public required int VirtualRouterId { get; init; }

    /// <summary>Its first heartbeat line.</summary>
    public required string Interface { get; init; }

    /// <summary>How the advertised priority comes about: <c>base 200, script chk_web -20</c>.</summary>
    public required string PriorityText { get; init; }

    /// <summary>Distance to a takeover; null = it neither sends nor waits, or the picture is too old to tell.</summary>
    public AdvertMargin? Margin { get; init; }

    /// <summary>Sync group; null = none.</summary>
    public string? SyncGroup { get; init; }

    /// <summary>May it preempt?</summary>
    public required bool Preempts { get; init; }

    /// <summary>Did an operator take this node out of the election?</summary>
    public required bool Released { get; init; }

    /// <summary>Is a split brain known?</summary>
    public required bool IsSplit { get; init; }

    /// <summary>Why it last changed its state, as the stable word of the cause; null = it has not.</summary>
    public TransitionCause? LastCause { get; init; }

    /// <summary>Address of the page about one instance.</summary>
    public static string HrefOf(string instance, string? tab = null) =>
        $"instances?instance={Uri.EscapeDataString(instance)}{(tab is null ? null : "&tab=" + tab)}";

    /// <summary>Makes the row.</summary>
    public static InstanceRow From(VrrpInstanceStatus instance, EngineStatus status, DateTimeOffset now, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(text);
        PictureAge picture = PictureAge.Of(status, now);
        IEnumerable<string> tracks = instance.Tracks.Where(track => track.PriorityOffset != 0)
            .Select(track => string.Create(CultureInfo.InvariantCulture, $"{track.Kind} {track.Target} {track.PriorityOffset:+0;-0}"));
        return new InstanceRow
        {
            Card = InstanceCard.From(instance, status.Node, picture, now, text),
            VirtualRouterId = instance.VirtualRouterId.Value,
            Interface = instance.Interface,
            PriorityText = string.Join(text[", "], tracks.Prepend(text["base {0}", instance.BasePriority])),
            Margin = picture.Freshness == Freshness.Fresh ? AdvertMargin.Of(instance, status.At) : null,
            SyncGroup = instance.SyncGroup,
            Preempts = instance.Preempts,
            Released = instance.Released,
            IsSplit = instance.SplitBrain is not null,
            LastCause = instance.LastTransition?.Cause,
        };
    }
}
