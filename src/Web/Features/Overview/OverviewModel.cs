using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;

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

    /// <summary>What an operator should look at, gravest first, then newest first; at most <see cref="MostAttention"/>.</summary>
    public required IReadOnlyList<AttentionItem> Attention { get; init; }

    /// <summary>How many there are in all.</summary>
    public required int AttentionTotal { get; init; }

    /// <summary>Makes the model.</summary>
    public static OverviewModel From(EngineStatus status, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(status);
        PictureAge picture = PictureAge.Of(status, now);
        IReadOnlyList<AttentionItem> attention = AttentionList.From(status, picture);
        return new OverviewModel
        {
            Picture = picture,
            IsEmpty = status.Vrrp.Count == 0 && status.VirtualServices.Count == 0,
            Health = HealthVerdict.From(status, attention),
            Instances = [.. status.Vrrp.Select(instance => InstanceCard.From(instance, status.Node, picture, now))],
            Servers = ServerCounts.From(status, picture),
            Attention = [.. attention.Take(MostAttention)],
            AttentionTotal = attention.Count,
        };
    }
}
