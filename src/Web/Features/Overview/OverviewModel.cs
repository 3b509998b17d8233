using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>What the overview shows, made from one picture at one moment. No clock, no state.</summary>
public sealed record OverviewModel
{
    /// <summary>Most rows of "Needs attention".</summary>
    public const int MostAttention = 10;

    /// <summary>Age of the picture.</summary>
    public required PictureAge Picture { get; init; }

    /// <summary>Is there nothing to show because no definition is in force?</summary>
    public required bool IsEmpty { get; init; }

    /// <summary>The verdict.</summary>
    public required HealthVerdict Health { get; init; }

    /// <summary>Who owns which addresses.</summary>
    public required IReadOnlyList<InstanceCard> Instances { get; init; }

    /// <summary>Real servers by state.</summary>
    public required ServerCounts Servers { get; init; }

    /// <summary>Virtual addresses, services and real servers by state.</summary>
    public required IReadOnlyList<StateTile> Tiles { get; init; }

    /// <summary>Would a failover work? Null = there is no VRRP instance.</summary>
    public FailoverReadiness? Readiness { get; init; }

    /// <summary>What an operator should look at, gravest first, then newest first; at most <see cref="MostAttention"/>.</summary>
    public required IReadOnlyList<AttentionItem> Attention { get; init; }

    /// <summary>How many there are in all.</summary>
    public required int AttentionTotal { get; init; }

    /// <summary>Makes the model.</summary>
    public static OverviewModel From(EngineStatus status, DateTimeOffset now, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(status);
        PictureAge picture = PictureAge.Of(status, now);
        IReadOnlyList<AttentionItem> attention = AttentionList.From(status, picture, text);
        ServerCounts servers = ServerCounts.From(status, picture);
        return new OverviewModel
        {
            Picture = picture,
            IsEmpty = status.Vrrp.Count == 0 && status.VirtualServices.Count == 0,
            Health = HealthVerdict.From(status, attention, text),
            Instances = [.. status.Vrrp.Select(instance => InstanceCard.From(instance, status.Node, picture, now, text))],
            Servers = servers,
            Tiles = StateTile.From(status, picture, servers, text),
            Readiness = FailoverReadiness.From(status, picture, now, text),
            Attention = [.. attention.Take(MostAttention)],
            AttentionTotal = attention.Count,
        };
    }
}
