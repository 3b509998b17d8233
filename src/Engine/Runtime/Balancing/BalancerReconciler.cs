using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Forwarding;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>
/// Brings the kernel's table to what is wanted and keeps it there. Level-triggered: it compares wanted with actual, at once
/// when wanted changes and again at every sweep, and never relies on having seen a change. For one thread.
/// </summary>
internal sealed class BalancerReconciler(ILoadBalancer balancer, IIpForwarding forwarding, BalancerVoice voice, IOwnedServices ownership)
{
    private readonly BalancerAcceptance _acceptance = new(balancer);
    private HashSet<ServiceKey> _owned = [];
    private ValueArray<BalancerService> _foreign;
    private BalancerWanted? _wanted;
    private string? _forwardingProblem;
    private string? _settingsProblem;
    private BalancerSettings _settings = BalancerSettings.None;
    private bool _begun;
    private bool _known;
    private bool _inStep;
    private volatile BalancerTable _actual = BalancerTable.Empty;
    private volatile BalancerCounters _counters = BalancerCounters.None;

    /// <summary>The kernel's table as last read or written, foreign services included.</summary>
    public BalancerTable Actual => _actual;

    /// <summary>What the kernel had counted as of the last sweep.</summary>
    public BalancerCounters Counters => _counters;

    /// <summary>Brings <paramref name="wanted"/> into force. The first time it takes over what it finds: what is as wanted is not touched.</summary>
    public void Bring(BalancerWanted wanted)
    {
        _wanted = wanted;
        if (balancer is NoLoadBalancer none)
        {
            voice.Problems(none.Problem is null ? [] : [none.Problem]);
            return;
        }

        if (!_begun)
        {
            // Services of ours that an earlier run left and that are no longer wanted are ours to remove.
            _begun = true;
            _owned = ownership.Load();
        }

        Accept(wanted, all: false);
        if (!_known && !Read()) return;
        Reconcile(wanted, drift: false, []);
    }

    /// <summary>Reads the table and mends what something else changed, or tries again what failed. False = given up, because <paramref name="giveUp"/> said so: nothing was looked at.</summary>
    public bool Sweep(Func<bool>? giveUp = null)
    {
        if (_wanted is null || balancer is NoLoadBalancer) return true;
        Accept(_wanted, all: true);
        BalancerReading reading = giveUp is null ? balancer.Read() : balancer.Read(giveUp);
        if (reading.IsInterrupted) return false;
        if (Known(reading)) Reconcile(_wanted, drift: _inStep, reading.Damaged);
        return true;
    }

    /// <summary>Brings what is set beside the table into force, and puts back what something else changed there.</summary>
    public void Configure(BalancerSettings settings)
    {
        SettingsOutcome outcome = balancer.Configure(settings);
        voice.Settings(outcome.Done, drift: settings == _settings && _settingsProblem is null);
        _settings = settings;
        _settingsProblem = outcome.Problem;
    }

    /// <summary>Empties the table, services of others included.</summary>
    public void Flush()
    {
        if (balancer.Flush() is { } problem) voice.Problems([problem, .. Problems()]);
        else voice.Flushed();
        _known = false;
    }

    /// <summary>Removes every service of ours; foreign ones stay.</summary>
    public void Remove()
    {
        if (_wanted is null || balancer is NoLoadBalancer || !Read()) return;
        _acceptance.Clear();
        _forwardingProblem = null;
        Reconcile(_wanted with { ReasonOf = static (_, _) => "the engine stops" }, drift: false, []);
    }

    private void Accept(BalancerWanted wanted, bool all)
    {
        bool neededForwarding = _acceptance.NeedsForwarding, neededIPv6 = _acceptance.NeedsIPv6Forwarding;
        if (_acceptance.Take(wanted, all))
        {
            // Written down before the kernel has them: what a crash leaves in between is known to be ours.
            foreach (BalancerService service in _acceptance.Table.Services.Span) _owned.Add(service.Key);
            ownership.Save(_owned);
            if (_foreign.Count > 0) _foreign = Foreign(_foreign);
        }

        voice.Refused(_acceptance.Refused);
        if (!_acceptance.NeedsForwarding && !_acceptance.NeedsIPv6Forwarding) _forwardingProblem = null;
        else if (all || _forwardingProblem is not null || _acceptance.NeedsForwarding != neededForwarding || _acceptance.NeedsIPv6Forwarding != neededIPv6) EnsureForwarding();
    }

    private void EnsureForwarding()
    {
        _forwardingProblem = null;
        if (_acceptance.NeedsForwarding && forwarding.Ensure(out _forwardingProblem) == ForwardingOutcome.TurnedOn) voice.ForwardingTurnedOn();
        if (_acceptance.NeedsIPv6Forwarding && _forwardingProblem is null) _forwardingProblem = forwarding.IPv6Problem();
    }

    private bool Read() => Known(balancer.Read());

    private bool Known(BalancerReading reading)
    {
        if (reading.Problem is not null)
        {
            _known = false;
            voice.Problems([reading.Problem, .. Problems()]);
            return false;
        }

        _known = true;
        Take(reading);
        return true;
    }

    private void Take(BalancerReading reading)
    {
        _actual = reading.Table;
        _foreign = ReferenceEquals(reading.Table, _acceptance.Table) ? [] : Foreign(reading.Table.Services);
        if (_counters.Destinations.Span != reading.Counters.Span || _counters.Services.Span != reading.ServiceCounters.Span)
            _counters = new BalancerCounters(reading.Counters, reading.ServiceCounters);
    }

    private ValueArray<BalancerService> Foreign(ValueArray<BalancerService> services)
    {
        if (balancer.OwnsTable) return [];
        var foreign = new List<BalancerService>();
        foreach (BalancerService service in services.Span)
            if (!_owned.Contains(service.Key)) foreign.Add(service);
        return new ValueArray<BalancerService>(foreign);
    }

    private void Reconcile(BalancerWanted wanted, bool drift, ValueArray<DamagedService> damaged)
    {
        BalancerTable before = _actual;
        ValueArray<BalancerChange> plan = BalancerPlanner.Plan(_acceptance.Table, before, Owned(before));
        string? problem = plan.Count == 0 ? null : Carry(plan);
        _inStep = problem is null;

        if (plan.Count > 0)
        {
            IReadOnlyList<BalancerChange> done = problem is null ? plan : Done(plan);
            if (drift) voice.Mended(wanted, done, before, damaged);
            else voice.Changed(wanted, done);
        }
        else if (drift)
        {
            voice.Steady();
        }

        voice.Problems(problem is null ? Problems() : [problem, .. Problems()]);
        if (_inStep) Settle();
    }

    // All is as wanted: the wanted objects stand for what the kernel has, so that the next comparison passes them by.
    private void Settle()
    {
        BalancerTable table = _acceptance.Table;
        if (!ReferenceEquals(_actual, table)) _actual = _foreign.Count == 0 ? table : new BalancerTable([.. table.Services, .. _foreign]);
        if (_owned.Count == table.Services.Count) return;
        _owned = [.. table.Services.Select(service => service.Key)];
        ownership.Save(_owned);
    }

    // What is no longer to be done was done: true also where a part of the plan failed.
    private BalancerChange[] Done(ValueArray<BalancerChange> plan)
    {
        var left = new HashSet<(BalancerChangeKind, ServiceKey, DestinationKey?)>(BalancerPlanner.Plan(_acceptance.Table, _actual, Owned(_actual)).Select(Place));
        return [.. plan.Where(change => !left.Contains(Place(change)))];

        static (BalancerChangeKind Kind, ServiceKey Service, DestinationKey? Destination) Place(BalancerChange change) =>
            (change.Kind, change.Service.Key, change.Destination is { } destination ? DestinationKey.Of(destination) : null);
    }

    private string? Carry(ValueArray<BalancerChange> plan)
    {
        string? problem = balancer.Apply(_acceptance.Table, plan);
        if (problem is null) return null;

        // The table may have changed since it was last read; look again and try once more before calling it a failure.
        BalancerReading reading = balancer.Read();
        if (reading.Problem is not null)
        {
            _known = false;
            return problem;
        }

        Take(reading);
        ValueArray<BalancerChange> rest = BalancerPlanner.Plan(_acceptance.Table, _actual, Owned(_actual));
        if (rest.Count == 0) return null;
        problem = balancer.Apply(_acceptance.Table, rest);
        if (problem is null) return null;

        reading = balancer.Read();
        _known = reading.Problem is null;
        if (_known) Take(reading);
        return problem;
    }

    private HashSet<ServiceKey> Owned(BalancerTable actual)
    {
        if (!balancer.OwnsTable) return _owned;
        var all = new HashSet<ServiceKey>(_owned);
        foreach (BalancerService service in actual.Services) all.Add(service.Key);
        return all;
    }

    private string[] Problems() => [.. ((string?[])[_forwardingProblem, _settingsProblem]).OfType<string>()];
}
