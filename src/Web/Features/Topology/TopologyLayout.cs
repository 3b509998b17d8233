namespace KeepaliveConsole.Web.Features.Topology;

/// <summary>
/// Where everything stands. Depends on what there is and how it hangs together, never on its state: whatever fails, nothing moves. Columns by
/// layer; within a column the order of the definition, each as near as it can be to the middle of what it leads to.
/// </summary>
public sealed class TopologyLayout
{
    /// <summary>Width of a box.</summary>
    public const double BoxWidth = 176;

    /// <summary>Height of a box.</summary>
    public const double BoxHeight = 40;

    /// <summary>From the left edge of a column to that of the next.</summary>
    public const double ColumnStep = 228;

    /// <summary>From the top of a box to that of the next at least.</summary>
    public const double RowStep = 50;

    /// <summary>
    /// Most that a box stands below the first it leads to. With a long column the middle would be a screen or more away, and whoever opens the
    /// page would see the ends of lines only.
    /// </summary>
    public const double FarthestDown = 250;

    /// <summary>Room around the picture, and for the names of the columns.</summary>
    public const double Margin = 30;

    private readonly Dictionary<string, TopologyPlace> _places;

    private TopologyLayout(Dictionary<string, TopologyPlace> places)
    {
        _places = places;
        Height = places.Values.Select(place => place.Y).DefaultIfEmpty(0).Max() + BoxHeight + Margin;
    }

    /// <summary>Width of the picture.</summary>
    public static double Width => (5 * ColumnStep) + BoxWidth + (2 * Margin);

    /// <summary>Height of the picture.</summary>
    public double Height { get; }

    /// <summary>Where the thing with this id stands.</summary>
    public TopologyPlace this[string id] => _places[id];

    /// <summary>Lays out <paramref name="nodes"/>.</summary>
    /// <param name="nodes">In the order of each column.</param>
    /// <param name="edges">From a layer to a later one.</param>
    public static TopologyLayout Of(IReadOnlyList<TopologyNode> nodes, IReadOnlyList<TopologyEdge> edges)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ILookup<string, string> leadsTo = edges.ToLookup(edge => edge.From, edge => edge.To);
        var places = new Dictionary<string, TopologyPlace>(nodes.Count);
        // From the last column to the first: what something leads to is placed before it.
        foreach (TopologyLayer layer in Enum.GetValues<TopologyLayer>().Reverse())
        {
            double free = Margin + 10;
            foreach (TopologyNode node in nodes)
            {
                if (node.Layer != layer) continue;
                List<double> ends = [.. leadsTo[node.Id].Where(places.ContainsKey).Select(to => places[to].Y)];
                double wanted = ends.Count == 0 ? free : ends.Min() + Math.Min((ends.Max() - ends.Min()) / 2, FarthestDown);
                double y = Math.Max(free, wanted);
                places[node.Id] = new TopologyPlace(Margin + ((int)layer * ColumnStep), y);
                free = y + RowStep;
            }
        }

        return new TopologyLayout(places);
    }
}
