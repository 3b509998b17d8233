using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>Sync groups: what one member does, the others are told within the same turn.</content>
internal sealed partial class VrrpLoop
{
    private readonly Dictionary<string, SyncGroup> _groups = [];
    private readonly Dictionary<string, VrrpEntry> _members = [];
    private readonly Queue<VrrpEntry> _moved = [];
    private bool _isFollowing;

    private void JoinGroup(VrrpEntry entry)
    {
        if (entry.Cell.SyncGroup is not { } name) return;
        if (!_groups.TryGetValue(name, out SyncGroup? group)) group = _groups[name] = new SyncGroup(name);
        group.Add(entry.Cell.Name);
        entry.Group = group;
        _members[entry.Cell.Name] = entry;
        FollowGroup(entry);
    }

    private void LeaveGroup(VrrpEntry entry)
    {
        if (entry.Group is not { } group) return;
        entry.Group = null;
        _members.Remove(entry.Cell.Name);
        ValueArray<GroupOrder> orders = group.Remove(entry.Cell.Name);
        if (group.Members.Count == 0) _groups.Remove(group.Name);
        Order(orders);
        FollowAll();
    }

    /// <summary>After every step of a member.</summary>
    private void FollowGroup(VrrpEntry entry)
    {
        if (entry.Group is null) return;
        _moved.Enqueue(entry);
        FollowAll();
    }

    private void FollowAll()
    {
        // The steps below come back here; the outermost call does it all.
        if (_isFollowing) return;
        _isFollowing = true;
        while (_moved.TryDequeue(out VrrpEntry? entry))
            if (entry.Group is { } group) Order(group.Changed(entry.Cell.Name, entry.Election.State, entry.Election.IsUnfit));
        _isFollowing = false;
    }

    private void Order(ValueArray<GroupOrder> orders)
    {
        foreach (GroupOrder order in orders.Span)
            if (_members.TryGetValue(order.Instance, out VrrpEntry? member)) Step(member, VrrpInput.GroupIs(order.State, order.Reason), MonotonicClock.Now, null);
    }
}
