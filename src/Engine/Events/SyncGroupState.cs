namespace KeepaliveConsole.Engine.Events;

/// <summary>
/// The state of a sync group as its members show it: Fault when one is, Master when all are, stopped when all are, else Backup.
/// Nothing is said before every member of this node has shown one.
/// </summary>
/// <param name="members">The members that take part on this node.</param>
public sealed class SyncGroupState(IReadOnlyCollection<string> members)
{
    private readonly Dictionary<string, VrrpState> _states = new(StringComparer.Ordinal);

    /// <summary>The state; null = not known yet.</summary>
    public VrrpState? State { get; private set; }

    /// <summary>A member is in this state now. True when that moves the group; false also for an instance that is no member.</summary>
    public bool Becomes(string member, VrrpState state)
    {
        ArgumentNullException.ThrowIfNull(member);
        if (!members.Contains(member)) return false;
        _states[member] = state;
        if (_states.Count < members.Count) return false;
        VrrpState next = _states.ContainsValue(VrrpState.Fault) ? VrrpState.Fault
            : _states.Values.All(one => one == VrrpState.Master) ? VrrpState.Master
            : _states.Values.All(one => one == VrrpState.Initialize) ? VrrpState.Initialize
            : VrrpState.Backup;
        // While the members stop one after the other the group is in no other state than before.
        if (next == VrrpState.Backup && _states.ContainsValue(VrrpState.Initialize)) return false;
        if (State == next) return false;
        State = next;
        return true;
    }

    /// <summary>The same group with other members: what is known of those that stay is kept.</summary>
    public SyncGroupState With(IReadOnlyCollection<string> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var group = new SyncGroupState(others) { State = State };
        foreach ((string member, VrrpState state) in _states)
            if (others.Contains(member)) group._states[member] = state;
        return group;
    }
}
