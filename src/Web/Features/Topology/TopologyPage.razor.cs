using Microsoft.AspNetCore.Components;

namespace KeepaliveConsole.Web.Features.Topology;

/// <summary>The ways of the traffic from the clients to the real servers, live.</summary>
public sealed partial class TopologyPage
{
    private TopologyModel _model = default!;
    private TopologyLayout _layout = default!;
    private TopologyNode? _picked;
    private double? _zoom;

    [SupplyParameterFromQuery(Name = "select")] private string? Selected { get; set; }

    [SupplyParameterFromQuery(Name = "search")] private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "view")] private string? View { get; set; }

    private bool AsTable => View == "table";

    /// <inheritdoc />
    protected override void OnParametersSet() => Refresh();

    /// <inheritdoc />
    protected override Task OnWakeAsync()
    {
        Refresh();
        return Task.CompletedTask;
    }

    // A state restyles. Only something that came or went lays the picture out anew.
    private void Refresh()
    {
        TopologyModel? before = _model;
        _model = TopologyModel.From(Live.Current, Live.Now, T);
        if (before is null || !IsSame(before, _model)) _layout = TopologyLayout.Of(_model.Nodes, _model.Edges);
        _picked = _model.Nodes.FirstOrDefault(node => node.Id == Selected);
    }

    private static bool IsSame(TopologyModel before, TopologyModel now) =>
        before.Nodes.Select(node => node.Id).SequenceEqual(now.Nodes.Select(node => node.Id))
        && before.Edges.Select(edge => (edge.From, edge.To)).SequenceEqual(now.Edges.Select(edge => (edge.From, edge.To)));

    private IEnumerable<TopologyNode> Next(TopologyNode node)
    {
        HashSet<string> ids = [.. _model.Edges.Where(edge => edge.From == node.Id).Select(edge => edge.To)];
        return _model.Nodes.Where(one => ids.Contains(one.Id));
    }

    // Within 25 % and 400 %: smaller nobody reads it, larger nobody finds anything.
    private void ZoomBy(double factor) => _zoom = Math.Clamp((_zoom ?? 1) * factor, 0.25, 4);

    private void Go(string name, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, string.IsNullOrEmpty(value) ? null : value), replace: true);
}
