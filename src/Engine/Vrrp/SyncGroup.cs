using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>What a member of a sync group has to do: step it with <c>VrrpInput.GroupIs(State, Reason)</c>.</summary>
/// <param name="Instance">Name of the member.</param>
/// <param name="State">Where it has to go: Backup, Master or Fault.</param>
/// <param name="Reason">Which member moved the group, such as "VI_1 went to Fault".</param>
public readonly record struct GroupOrder(string Instance, VrrpState State, string Reason);

/// <summary>
/// Instances that move together (keepalived's vrrp_sync_group): one that cannot be Master keeps all in Fault, one that goes to Backup takes all masters with it,
/// one that becomes Master takes all backups with it.
/// <para>The driver's duties: <see cref="Add"/> and <see cref="Remove"/> the members of this node; after each step that changed a member's
/// <see cref="VrrpInstance.State"/> or <see cref="VrrpInstance.IsUnfit"/>, and once after it was added, call <see cref="Changed"/> and step
/// the members it names, in order, then call <see cref="Changed"/> for these as well. That ends, because a member that did as it was told moves nobody.
/// Allocates only when there are orders. Not thread-safe.</para>
/// </summary>
/// <param name="name">Name of the group, for the reasons.</param>
public sealed class SyncGroup(string name)
{
    private readonly Dictionary<string, Member> _members = [];
    private readonly List<string> _order = [];
    private readonly List<GroupOrder> _orders = [];

    /// <summary>Name of the group.</summary>
    public string Name { get; } = name;

    /// <summary>Its members, in the order added.</summary>
    public IReadOnlyList<string> Members => _order;

    /// <summary>A member comes; in Initialize until <see cref="Changed"/> says otherwise. One that is there already stays as it is.</summary>
    public void Add(string instance)
    {
        if (!_members.TryAdd(instance, new Member())) return;
        _order.Add(instance);
    }

    /// <summary>A member goes; what it kept in Fault may go on.</summary>
    public ValueArray<GroupOrder> Remove(string instance)
    {
        if (!_members.Remove(instance)) return [];
        _order.Remove(instance);
        Judge($"{instance} left the group {Name}");
        return Take();
    }

    /// <summary>How a member stands now.</summary>
    /// <param name="instance">Its name; one that is not a member moves nobody.</param>
    /// <param name="state">Its state.</param>
    /// <param name="isUnfit">As <see cref="VrrpInstance.IsUnfit"/>: does a reason of its own keep it from being Master?</param>
    public ValueArray<GroupOrder> Changed(string instance, VrrpState state, bool isUnfit)
    {
        if (!_members.TryGetValue(instance, out Member? member) || (member.State == state && member.IsUnfit == isUnfit)) return [];
        VrrpState before = member.State;
        member.State = state;
        member.IsUnfit = isUnfit;
        Judge($"{instance} {(state == VrrpState.Initialize ? "was released" : $"went to {state}")}");
        if (state != before && !member.IsHeld) Follow(instance, member, before, state);
        return Take();
    }

    // Level, not edge: a member is held in Fault exactly as long as another one is unfit, however they came and went.
    private void Judge(string reason)
    {
        int unfit = 0;
        foreach (Member member in _members.Values)
            if (member.IsUnfit) unfit++;
        foreach (string instance in _order)
        {
            Member member = _members[instance];
            bool isHeld = unfit > (member.IsUnfit ? 1 : 0);
            if (isHeld == member.IsHeld) continue;
            member.IsHeld = isHeld;
            Order(instance, isHeld ? VrrpState.Fault : VrrpState.Backup, reason);
            if (member.State == VrrpState.Initialize) continue;
            // What it was told is where it will be, so that doing it moves nobody. One that is unfit itself stays in Fault.
            member.State = isHeld || member.IsUnfit ? VrrpState.Fault : VrrpState.Backup;
        }
    }

    private void Follow(string instance, Member moved, VrrpState before, VrrpState state)
    {
        string reason = $"{instance} became {state}";
        if (state == VrrpState.Master) Pull(moved, VrrpState.Backup, VrrpState.Master, reason);
        else if (state == VrrpState.Backup && before == VrrpState.Master) Pull(moved, VrrpState.Master, VrrpState.Backup, reason);
        else if (state == VrrpState.Backup && before == VrrpState.Initialize && FindMaster() is { } master) Join(instance, moved, master);
    }

    private void Pull(Member moved, VrrpState from, VrrpState to, string reason)
    {
        foreach (string instance in _order)
        {
            Member member = _members[instance];
            if (member == moved || member.State != from) continue;
            member.State = to;
            Order(instance, to, reason);
        }
    }

    private void Join(string instance, Member member, string master)
    {
        member.State = VrrpState.Master;
        Order(instance, VrrpState.Master, $"{master} is Master");
    }

    private string? FindMaster()
    {
        foreach (string instance in _order)
            if (_members[instance].State == VrrpState.Master) return instance;
        return null;
    }

    private void Order(string instance, VrrpState state, string reason) => _orders.Add(new GroupOrder(instance, state, reason));

    private ValueArray<GroupOrder> Take()
    {
        if (_orders.Count == 0) return [];
        ValueArray<GroupOrder> orders = _orders.ToValueArray();
        _orders.Clear();
        return orders;
    }

    private sealed class Member
    {
        public VrrpState State { get; set; }

        public bool IsUnfit { get; set; }

        /// <summary>Was it told to be in Fault because of another one?</summary>
        public bool IsHeld { get; set; }
    }
}
