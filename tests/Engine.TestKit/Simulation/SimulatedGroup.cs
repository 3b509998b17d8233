using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.TestKit.Simulation;

/// <summary>A sync group of one node: its members are directors of the network, one for each instance.</summary>
public sealed class SimulatedGroup
{
    private readonly SyncGroup _group = new("G1");
    private readonly Dictionary<string, SimulatedDirector> _members = [];
    private readonly Queue<GroupOrder> _orders = [];
    private bool _isGiving;

    /// <summary>Adds a member.</summary>
    public void Add(SimulatedDirector director)
    {
        _members[director.Name] = director;
        _group.Add(director.Name);
        director.Group = this;
    }

    internal void Changed(SimulatedDirector director)
    {
        foreach (GroupOrder order in _group.Changed(director.Name, director.State, director.IsUnfit)) _orders.Enqueue(order);
        if (_isGiving) return;
        _isGiving = true;
        while (_orders.TryDequeue(out GroupOrder order)) _members[order.Instance].Give(VrrpInput.GroupIs(order.State, order.Reason));
        _isGiving = false;
    }
}
