using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Events;

/// <summary>How old an observation is compared with how often it should come.</summary>
public enum Freshness
{
    /// <summary>Within 1.5 intervals.</summary>
    Fresh,

    /// <summary>Older than 1.5 intervals: do not trust it fully.</summary>
    Stale,

    /// <summary>Older than 3 intervals, or never observed.</summary>
    Unknown,
}

/// <summary>The whole live picture of this director at one moment. Immutable; handed out together with the event stream.</summary>
public sealed record EngineStatus
{
    /// <summary>Name of this node.</summary>
    public required string Node { get; init; }

    /// <summary>When the picture was taken, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Sequence of the last event that is in the picture.</summary>
    public required long Sequence { get; init; }

    /// <summary>Revision of the definition in force; 0 = none yet.</summary>
    public required long AppliedRevision { get; init; }

    /// <summary>The engine itself.</summary>
    public required EngineHealth Engine { get; init; }

    /// <summary>VRRP instances of this node.</summary>
    public ValueArray<VrrpInstanceStatus> Vrrp { get; init; }

    /// <summary>Virtual services.</summary>
    public ValueArray<VirtualServiceStatus> VirtualServices { get; init; }
}

/// <summary>State of the engine's own parts.</summary>
public sealed record EngineHealth
{
    /// <summary>When the engine started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>May it use raw sockets and change addresses? Null = yes; otherwise what is missing and the fix.</summary>
    public string? VrrpNotPermitted { get; init; }

    /// <summary>Load balancer in use: <c>ipvs</c>, <c>nftables</c> or <c>none</c>.</summary>
    public required string LoadBalancer { get; init; }

    /// <summary>Why the load balancer does not work; null = it does, or none is wanted.</summary>
    public string? LoadBalancerProblem { get; init; }

    /// <summary>Does the election thread run with real-time scheduling?</summary>
    public bool RealTime { get; init; }

    /// <summary>The process that runs the election; null = this one.</summary>
    public ElectionProcessStatus? ElectionProcess { get; init; }

    /// <summary>Bytes the election thread has allocated since it started; stands still while adverts only come and go.</summary>
    public long ElectionAllocatedBytes { get; init; }

    /// <summary>Adverts heard of VRIDs that no instance here uses, since the start. Other routers may well share the network; a flood is dropped by the kernel and not counted.</summary>
    public long ForeignAdverts { get; init; }

    /// <summary>Largest lateness of an advert in the last minute.</summary>
    public TimeSpan WorstLateness { get; init; }

    /// <summary>Adverts by lateness, cumulative counts for the bounds of <see cref="LatenessBoundsSeconds"/>, the last without bound.</summary>
    public ValueArray<long> LatenessCounts { get; init; }

    /// <summary>Sum of all lateness in seconds.</summary>
    public double LatenessSumSeconds { get; init; }

    /// <summary>Upper bounds of the lateness histogram, in seconds.</summary>
    public static ValueArray<double> LatenessBoundsSeconds { get; } = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];
}

/// <summary>The child process that runs the election.</summary>
/// <param name="ProcessId">Its process id; 0 = it does not run now.</param>
/// <param name="StartedAt">When it started, UTC.</param>
/// <param name="Version">Its version.</param>
/// <param name="Adopted">Did it run before this console?</param>
/// <param name="Restarts">How often this console had to start it again.</param>
/// <param name="HeardAt">When it was last heard from, UTC.</param>
public sealed record ElectionProcessStatus(int ProcessId, DateTimeOffset StartedAt, string Version, bool Adopted, int Restarts, DateTimeOffset HeardAt);

/// <summary>One VRRP instance on this node.</summary>
public sealed record VrrpInstanceStatus
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>VRID.</summary>
    public required VirtualRouterId VirtualRouterId { get; init; }

    /// <summary>Protocol version.</summary>
    public required VrrpVersion Version { get; init; }

    /// <summary>Interface.</summary>
    public required string Interface { get; init; }

    /// <summary>State on this node.</summary>
    public required VrrpState State { get; init; }

    /// <summary>Priority as defined.</summary>
    public required int BasePriority { get; init; }

    /// <summary>Priority as advertised.</summary>
    public required int EffectivePriority { get; init; }

    /// <summary>Interval of adverts as defined.</summary>
    public required AdvertisementInterval AdvertisementInterval { get; init; }

    /// <summary>Who owns the addresses as far as this node knows; null = nobody it knows of.</summary>
    public VrrpOwner? Owner { get; init; }

    /// <summary>Since when the owner has owned, UTC; null while there is none.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>The last change of state; null before the first.</summary>
    public VrrpTransitionRecord? LastTransition { get; init; }

    /// <summary>The addresses and whether this node's kernel holds them.</summary>
    public ValueArray<VirtualAddressStatus> VirtualAddresses { get; init; }

    /// <summary>The interfaces adverts travel on.</summary>
    public ValueArray<HeartbeatLineStatus> HeartbeatLines { get; init; }

    /// <summary>What is tracked and what it does to the priority.</summary>
    public ValueArray<TrackStatus> Tracks { get; init; }

    /// <summary>Sync group it moves with; null = none.</summary>
    public string? SyncGroup { get; init; }

    /// <summary>The split brain that is going on; null = none is known.</summary>
    public SplitBrainDiagnosis? SplitBrain { get; init; }

    /// <summary>Did the operator take this node out of the election?</summary>
    public bool Released { get; init; }

    /// <summary>May it preempt? As defined, and false after a yield until the successor is gone.</summary>
    public bool Preempts { get; init; }

    /// <summary>How long it waits, from the first lower advert, before it preempts, as defined; zero = it does not wait.</summary>
    public TimeSpan PreemptDelay { get; init; }

    /// <summary>When this node would take over if no advert came, UTC; null unless Backup.</summary>
    public DateTimeOffset? TakeoverAt { get; init; }

    /// <summary>The virtual MAC and its interface, as <c>vrrp.51 00:00:5e:00:01:33</c>; null = none.</summary>
    public string? VirtualMac { get; init; }

    /// <summary>Virtual routes and rules and whether the kernel holds them.</summary>
    public ValueArray<VirtualRouteStatus> VirtualRoutes { get; init; }

    /// <summary>Counters since the engine started.</summary>
    public VrrpCounters Counters { get; init; } = new();

    /// <summary>When this was last observed: last advert sent (Master) or accepted (Backup), UTC.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Age of the observation against the advert interval.</summary>
    public required Freshness Freshness { get; init; }
}

/// <summary>Who owns the addresses of an instance.</summary>
/// <param name="Node">Name of the node; null when only its address is known.</param>
/// <param name="Address">Source address of its adverts; null when this node owns but has no address to show.</param>
/// <param name="Priority">Priority in its last advert.</param>
/// <param name="ObservedAt">When that was, UTC.</param>
public sealed record VrrpOwner(string? Node, IPAddress? Address, int Priority, DateTimeOffset ObservedAt);

/// <summary>A stored or shown transition.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="From">State before.</param>
/// <param name="To">State after.</param>
/// <param name="Cause">Why.</param>
/// <param name="Sentence">One sentence in English.</param>
/// <param name="SentenceZh">The same in Chinese.</param>
public sealed record VrrpTransitionRecord(DateTimeOffset At, VrrpState From, VrrpState To, TransitionCause Cause, string Sentence, string SentenceZh);

/// <summary>One virtual address on this node.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Bits of the network part.</param>
/// <param name="Interface">Interface that holds or would hold it.</param>
/// <param name="Label">Label, null = none.</param>
/// <param name="Held">Does this node's kernel hold it now?</param>
public sealed record VirtualAddressStatus(IPAddress Address, int PrefixLength, string Interface, string? Label, bool Held);

/// <summary>One interface adverts travel on.</summary>
/// <param name="Interface">Its name.</param>
/// <param name="LastAdvertAt">Last advert heard or sent there, UTC; null = none yet.</param>
/// <param name="Ok">Is the interface usable, and as Backup: is the master heard there in time?</param>
public sealed record HeartbeatLineStatus(string Interface, DateTimeOffset? LastAdvertAt, bool Ok);

/// <summary>One thing an instance tracks.</summary>
/// <param name="Kind"><c>interface</c>, <c>script</c>, <c>process</c> or <c>file</c>.</param>
/// <param name="Target">Its name.</param>
/// <param name="Up">Is it up? Null = not known yet.</param>
/// <param name="PriorityOffset">What it adds to the priority now.</param>
/// <param name="CausesFault">Does it hold the instance in Fault now?</param>
/// <param name="Reason">Why, such as "exit code 1"; null before the first result.</param>
/// <param name="At">When it was last looked at, UTC; null before the first result.</param>
public sealed record TrackStatus(string Kind, string Target, bool? Up, int PriorityOffset, bool CausesFault, string? Reason, DateTimeOffset? At);

/// <summary>One virtual route or rule.</summary>
/// <param name="Text">As <c>ip route</c> or <c>ip rule</c> would say it.</param>
/// <param name="Held">Does this node's kernel hold it now?</param>
public sealed record VirtualRouteStatus(string Text, bool Held);

/// <summary>Counters of one instance since the engine started.</summary>
public sealed record VrrpCounters
{
    /// <summary>Adverts sent.</summary>
    public long AdvertsSent { get; init; }

    /// <summary>Adverts accepted.</summary>
    public long AdvertsReceived { get; init; }

    /// <summary>Changes of state.</summary>
    public long Transitions { get; init; }

    /// <summary>Refused packets by reason; keys are stable names such as <c>checksum</c>.</summary>
    public IReadOnlyDictionary<string, long> PacketErrors { get; init; } = new Dictionary<string, long>();
}

/// <summary>One virtual service.</summary>
public sealed record VirtualServiceStatus
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Address and port, or firewall mark, for people.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Scheduler, as in the kernel: <c>wrr</c>.</summary>
    public required string Scheduler { get; init; }

    /// <summary>Forwarding method: <c>NAT</c> or <c>DR</c>.</summary>
    public required string ForwardingMethod { get; init; }

    /// <summary>Is the quorum there?</summary>
    public required bool QuorumUp { get; init; }

    /// <summary>Sum of the weights of servers that are up.</summary>
    public int AliveWeight { get; init; }

    /// <summary>Weight asked for.</summary>
    public int Quorum { get; init; }

    /// <summary>The sorry server; null = none is defined.</summary>
    public string? SorryServer { get; init; }

    /// <summary>Is the sorry server in the table?</summary>
    public bool SorryServerActive { get; init; }

    /// <summary>Entries of the kernel's table it stands for, its own endpoint included.</summary>
    public ValueArray<string> Endpoints { get; init; }

    /// <summary>Do all servers serve though none passes its checks, as the definition asks?</summary>
    public bool KeepsAll { get; init; }

    /// <summary>Why the load balancer of this host cannot do it; null = it can.</summary>
    public string? Refused { get; init; }

    /// <summary>Do its checks rest because this host does not hold its address?</summary>
    public bool Suspended { get; init; }

    /// <summary>The real servers in the order of the definition.</summary>
    public ValueArray<RealServerStatus> RealServers { get; init; }

    /// <summary>When this was last looked at, UTC.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>The oldest freshness among the real servers.</summary>
    public required Freshness Freshness { get; init; }
}

/// <summary>One real server.</summary>
public sealed record RealServerStatus
{
    /// <summary>Endpoint, such as <c>10.88.0.101:80</c>.</summary>
    public required string Address { get; init; }

    /// <summary>What the checks say.</summary>
    public required RealServerState State { get; init; }

    /// <summary>What the operator wants.</summary>
    public required AdminState Admin { get; init; }

    /// <summary>Is it in the kernel's table now?</summary>
    public required bool InTable { get; init; }

    /// <summary>Weight as defined.</summary>
    public required int Weight { get; init; }

    /// <summary>Weight in force; 0 while down, drained or in maintenance.</summary>
    public required int EffectiveWeight { get; init; }

    /// <summary>Last probe of any check; null before the first.</summary>
    public ProbeResult? LastProbe { get; init; }

    /// <summary>What kind of check, for people: <c>HTTP GET /healthCheck</c>; several are joined by a comma.</summary>
    public string CheckKind { get; init; } = "";

    /// <summary>Failures in a row of the worst check; 0 while all pass.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>Failures in a row that take it out (1 + retries).</summary>
    public int FailuresToDown { get; init; }

    /// <summary>Checks that pass, of <see cref="ChecksTotal"/>.</summary>
    public int ChecksPassing { get; init; }

    /// <summary>Number of checks.</summary>
    public int ChecksTotal { get; init; }

    /// <summary>When the state last changed, UTC; null = not since the start.</summary>
    public DateTimeOffset? StateSince { get; init; }

    /// <summary>Why it is in this state.</summary>
    public string? StateReason { get; init; }

    /// <summary>The last 60 probes, oldest first.</summary>
    public ValueArray<ProbeBeat> Beats { get; init; }

    /// <summary>Each check by itself, in the order of the definition.</summary>
    public ValueArray<CheckStatus> Checks { get; init; }

    /// <summary>Established connections now; null where the load balancer does not count them.</summary>
    public long? ActiveConnections { get; init; }

    /// <summary>Connections now in any other state; null where the load balancer does not count them.</summary>
    public long? InactiveConnections { get; init; }

    /// <summary>Connections so far, since it entered the table; null where the load balancer does not count them.</summary>
    public long? ConnectionsSoFar { get; init; }

    /// <summary>While drained: when the last connection will have gone at the pace of the last minute, UTC; null = not drained, gone already, or no pace to see.</summary>
    public DateTimeOffset? DrainedAt { get; init; }

    /// <summary>Why the operator wants it so; null = not said.</summary>
    public string? AdminReason { get; init; }

    /// <summary>Who wanted it so; null = not known.</summary>
    public string? AdminOwner { get; init; }

    /// <summary>When the operator's state ends by itself, UTC; null = never.</summary>
    public DateTimeOffset? AdminUntil { get; init; }

    /// <summary>Penalty for flapping now; 0 = none, or no damping asked for.</summary>
    public double FlapPenalty { get; init; }

    /// <summary>Kept out for flapping until then, UTC; null = it is not.</summary>
    public DateTimeOffset? SuppressedUntil { get; init; }

    /// <summary>What the weight comes from when it is not the defined one: <c>slow start 40 %</c>, <c>agent 75 %</c>, <c>script exit code 12</c>; null = it is the defined one.</summary>
    public string? WeightReason { get; init; }

    /// <summary>End of the last probe, or the engine's start, UTC.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Age of the observation against the interval in force.</summary>
    public required Freshness Freshness { get; init; }
}

/// <summary>One check of a real server.</summary>
public sealed record CheckStatus
{
    /// <summary>For people: <c>HTTP GET /healthCheck</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it says.</summary>
    public required RealServerState State { get; init; }

    /// <summary>Failures in a row; 0 while it passes.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>Failures in a row that make it fail (1 + retries).</summary>
    public int FailuresToDown { get; init; }

    /// <summary>Its last probe; null before the first.</summary>
    public ProbeResult? LastProbe { get; init; }

    /// <summary>When the next probe is due, UTC; null = suspended, or on its way.</summary>
    public DateTimeOffset? NextProbeAt { get; init; }

    /// <summary>When the certificate that was shown ends, UTC; null = none was.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; init; }

    /// <summary>What an operator should know though the check passes, such as a certificate that ends soon; null = nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>Does it rest because this host does not hold the service's address?</summary>
    public bool Suspended { get; init; }
}

/// <summary>One beat of the heartbeat bar, in 16 bytes: sixty for each of ten thousand servers are kept with every picture.</summary>
public readonly record struct ProbeBeat
{
    private readonly long _utcTicks;
    private readonly uint _microseconds;
    private readonly byte _outcome;

    /// <summary>One beat.</summary>
    /// <param name="at">When.</param>
    /// <param name="outcome">What came out.</param>
    /// <param name="duration">How long it took; kept to the microsecond, 71 minutes at most.</param>
    public ProbeBeat(DateTimeOffset at, ProbeOutcome outcome, TimeSpan duration) => (At, Outcome, Duration) = (at, outcome, duration);

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At
    {
        get => new(_utcTicks, TimeSpan.Zero);
        init => _utcTicks = value.UtcTicks;
    }

    /// <summary>What came out.</summary>
    public ProbeOutcome Outcome
    {
        get => (ProbeOutcome)_outcome;
        init => _outcome = (byte)value;
    }

    /// <summary>How long it took, to the microsecond; 71 minutes at most.</summary>
    public TimeSpan Duration
    {
        get => TimeSpan.FromMicroseconds(_microseconds);
        init => _microseconds = (uint)Math.Clamp(value.Ticks / TimeSpan.TicksPerMicrosecond, 0, uint.MaxValue);
    }
}
