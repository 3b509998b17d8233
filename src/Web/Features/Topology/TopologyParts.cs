using KeepaliveConsole.Web.Components.Parts;

namespace KeepaliveConsole.Web.Features.Topology;

/// <summary>Columns of the picture, from where traffic comes to where it goes.</summary>
public enum TopologyLayer
{
    /// <summary>Who asks.</summary>
    Clients,

    /// <summary>Directors.</summary>
    Nodes,

    /// <summary>VRRP instances.</summary>
    Instances,

    /// <summary>Virtual addresses.</summary>
    Addresses,

    /// <summary>Virtual services.</summary>
    Services,

    /// <summary>Real servers.</summary>
    Servers,
}

/// <summary>One thing of the picture.</summary>
/// <param name="Id">Stable name of it, also in the page's address: <c>service:web</c>.</param>
/// <param name="Layer">Its column.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Token">Its state.</param>
/// <param name="Detail">A second line, in the person's language; null = none.</param>
/// <param name="Href">Page about it, relative to the console's base; null = none.</param>
public sealed record TopologyNode(string Id, TopologyLayer Layer, string Label, StateToken Token, string? Detail = null, string? Href = null);

/// <summary>A way of traffic from one thing to the next.</summary>
/// <param name="From">Id of the nearer to the clients.</param>
/// <param name="To">Id of the other.</param>
/// <param name="Style">State as a style: <c>up</c>, <c>backup</c>, <c>down</c>, <c>unknown</c> …</param>
/// <param name="Standby">Does no traffic go this way now? Drawn dashed.</param>
/// <param name="Disagrees">Do two nodes claim it? Drawn as a double line.</param>
public sealed record TopologyEdge(string From, string To, string Style, bool Standby, bool Disagrees = false);

/// <summary>Place of a thing: left and top edge, in the units of the picture.</summary>
public readonly record struct TopologyPlace(double X, double Y);
