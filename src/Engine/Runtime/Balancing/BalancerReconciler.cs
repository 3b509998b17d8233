using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Forwarding;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>
/// Brings the kernel's table to what is wanted and keeps it there. Level-triggered: it compares wanted with actual, at once
/// when wanted changes and again at every sweep, and never relies on having seen a change. For one thread.
/// </summary>
internal sealed class BalancerReconciler(ILoadBalancer balancer, IIpForwarding forwarding, BalancerVoice voice)
{
    private readonly HashSet<ServiceKey> _owned = [];
    private BalancerWanted? _wanted;
    private BalancerTable _accepted = BalancerTable.Empty;
    private string? _forwardingProblem;
    private bool _known;
    private bool _inStep;
    private volatile BalancerTable _actual = BalancerTable.Empty;
    private volatile IReadOnlyList<DestinationCounters> _counters = [];

    /// <summary>The kernel's table as last read or written, foreign services included.</summary>
    public BalancerTable Actual => _actual;

    /// <summary>Connections by destination as of the last sweep.</summary>
    public IReadOnlyList<DestinationCounters> Counters => _counters;

    /// <summary>Brings <paramref name="wanted"/> into force. The first time it takes over what it finds: what is as wanted is not touched.</summary>
    public void Bring(BalancerWanted wanted)
    {
        _wanted = wanted;
        if (balancer is NoLoadBalancer none)
        {
            voice.Problems(none.Problem is null ? [] : [none.Problem]);
            return;
        }

        Accept(wanted);
        if (!_known && !Read()) return;
        Reconcile(wanted, drift: false, []);
    }

    /// <summary>Reads the table and mends what something else changed, or tries again what failed.</summary>
    public void Sweep()
    {
        if (_wanted is null || balancer is NoLoadBalancer) return;
        Accept(_wanted);
        ValueArray<DamagedService> damaged = [];
        if (!Read(reading => damaged = reading.Damaged)) return;
        Reconcile(_wanted, drift: _inStep, damaged);
    }

    /// <summary>Removes every service of ours; foreign ones stay.</summary>
    public void Remove()
    {
        if (_wanted is null || balancer is NoLoadBalancer || !Read()) return;
        _accepted = BalancerTable.Empty;
        _forwardingProblem = null;
        Reconcile(_wanted with { ReasonOf = static (_, _) => "the engine stops" }, drift: false, []);
    }

    private void Accept(BalancerWanted wanted)
    {
        var accepted = new List<BalancerService>();
        var refused = new List<string>();
        foreach (BalancerService service in wanted.Table.Services)
        {
            string? reason = balancer.Refuses(service);
            if (reason is null) accepted.Add(service);
            else refused.Add($"{wanted.NameOf(service.Key)}: {reason}");
        }

        _accepted = new BalancerTable(accepted.ToValueArray());
        foreach (BalancerService service in accepted) _owned.Add(service.Key);
        voice.Refused(refused);
        _forwardingProblem = null;
        if (!accepted.Any(service => service.Destinations.Any(destination => destination.ForwardingMethod == ForwardingMethod.Nat))) return;
        if (forwarding.Ensure(out _forwardingProblem) == ForwardingOutcome.TurnedOn) voice.ForwardingTurnedOn();
    }

    private bool Read(Action<BalancerReading>? also = null)
    {
        BalancerReading reading = balancer.Read();
        if (reading.Problem is not null)
        {
            _known = false;
            voice.Problems([reading.Problem, .. Forwarding()]);
            return false;
        }

        _known = true;
        _actual = reading.Table;
        _counters = reading.Counters;
        also?.Invoke(reading);
        return true;
    }

    private void Reconcile(BalancerWanted wanted, bool drift, ValueArray<DamagedService> damaged)
    {
        BalancerTable before = _actual;
        HashSet<ServiceKey> owned = Owned(before);
        ValueArray<BalancerChange> plan = BalancerPlanner.Plan(_accepted, before, owned);
        string? problem = plan.Count == 0 ? null : Carry(plan, owned);
        _inStep = problem is null;

        if (plan.Count > 0)
        {
            // What is no longer to be done was done: true also where a part of the plan failed.
            HashSet<BalancerChange> left = [.. BalancerPlanner.Plan(_accepted, _actual, owned)];
            BalancerChange[] done = [.. plan.Where(change => !left.Contains(change))];
            if (drift) voice.Mended(wanted, done, before, damaged);
            else voice.Changed(wanted, done);
        }
        else if (drift)
        {
            voice.Steady();
        }

        voice.Problems(problem is null ? Forwarding() : [problem, .. Forwarding()]);
        _owned.RemoveWhere(key => _accepted.Find(key) is null && _actual.Find(key) is null);
    }

    private string? Carry(ValueArray<BalancerChange> plan, HashSet<ServiceKey> owned)
    {
        string? problem = balancer.Apply(_accepted, plan);
        if (problem is null)
        {
            _actual = BalancerPrediction.After(_actual, plan);
            return null;
        }

        // The table may have changed since it was last read; look again and try once more before calling it a failure.
        BalancerReading reading = balancer.Read();
        if (reading.Problem is not null)
        {
            _known = false;
            return problem;
        }

        _actual = reading.Table;
        ValueArray<BalancerChange> rest = BalancerPlanner.Plan(_accepted, _actual, owned);
        if (rest.Count == 0) return null;
        problem = balancer.Apply(_accepted, rest);
        if (problem is null)
        {
            _actual = BalancerPrediction.After(_actual, rest);
            return null;
        }

        reading = balancer.Read();
        _known = reading.Problem is null;
        if (_known) _actual = reading.Table;
        return problem;
    }

    private HashSet<ServiceKey> Owned(BalancerTable actual)
    {
        if (!balancer.OwnsTable) return _owned;
        var all = new HashSet<ServiceKey>(_owned);
        foreach (BalancerService service in actual.Services) all.Add(service.Key);
        return all;
    }

    private IReadOnlyList<string> Forwarding() => _forwardingProblem is null ? [] : [_forwardingProblem];
}
