using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// The election of this node with what belongs to it (addresses, tracks, notify programs), wherever it runs: in this process
/// (<see cref="VrrpRuntime"/>) or in a child. Events go to the sink it was made with. No member waits for an election.
/// </summary>
internal interface IElectionHost : IDisposable
{
    /// <summary>Starts it, in the network namespace of the calling thread; nothing is wanted of it yet.</summary>
    void Start();

    /// <summary>
    /// Names instances that a process before this one was master of and left moments ago with their addresses. They begin as
    /// <see cref="Engine.Vrrp.VrrpInputKind.TakenUp"/>. Call before the first <see cref="Apply"/>; each counts once.
    /// </summary>
    void TakeUp(IEnumerable<string> instances);

    /// <summary>Brings the instances this node takes part in into force. What is equal to before is not touched.</summary>
    void Apply(ClusterDefinition definition);

    /// <summary>How things stand.</summary>
    ElectionPicture Picture();

    /// <summary>Announces the addresses once more. Null = done; otherwise why not.</summary>
    string? Announce(string instance);

    /// <summary>Gives mastership up once, to whoever takes it. Null = begun; otherwise why not.</summary>
    string? Yield(string instance);

    /// <summary>Ends what <see cref="Yield"/> began. True = it takes part fully again; false = it had not yielded, so nothing changes; null = nobody answers.</summary>
    bool? Resume(string instance);

    /// <summary>Another console says that its node is Master of the virtual router of an instance. False = of no use here. Waits for nobody.</summary>
    bool PeerClaims(string instance, IPAddress peer, VrrpPriority priority);

    /// <summary>What the flight recorder holds of an instance, as text that replays as a scenario; null = no such instance.</summary>
    string? Trace(string instance);

    /// <summary>The frames seen and sent lately, as pcapng; null = no such instance.</summary>
    byte[]? Capture(string instance);

    /// <summary>Leaves every election in order and ends. May be called again.</summary>
    /// <param name="limit">Longest wait for successors; null = the largest skew.</param>
    /// <param name="keepAddresses">Say nothing and leave the addresses as they are, for a process that starts at once and goes on.</param>
    Task StopAsync(TimeSpan? limit, bool keepAddresses);
}

/// <summary>How the election stands at one moment.</summary>
internal sealed record ElectionPicture
{
    /// <summary>What is missing and the fix; null = it may run.</summary>
    public string? NotPermitted { get; init; }

    /// <summary>Real-time scheduling?</summary>
    public bool RealTime { get; init; }

    /// <summary>Largest lateness of an advert in the last minute.</summary>
    public TimeSpan WorstLateness { get; init; }

    /// <summary>As <see cref="EngineHealth.LatenessCounts"/>.</summary>
    public ValueArray<long> LatenessCounts { get; init; }

    /// <summary>Sum of all lateness in seconds.</summary>
    public double LatenessSumSeconds { get; init; }

    /// <summary>Bytes the election thread has allocated.</summary>
    public long AllocatedBytes { get; init; }

    /// <summary>As <see cref="EngineHealth.ForeignAdverts"/>.</summary>
    public long ForeignAdverts { get; init; }

    /// <summary>The child it runs in; null = this process.</summary>
    public ElectionProcessStatus? Process { get; init; }

    /// <summary>The instances of this node, by name.</summary>
    public ValueArray<VrrpInstanceStatus> Instances { get; init; }
}
