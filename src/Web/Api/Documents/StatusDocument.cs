using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Api.Documents;

/// <summary>Everything live, one document: <c>GET /api/v1/status</c> and the hub's snapshot. Field names are promises.</summary>
/// <param name="Node">Name of this node.</param>
/// <param name="At">When the picture was taken.</param>
/// <param name="Sequence">Last event in the picture.</param>
/// <param name="Revision">Definition in force; 0 = none yet.</param>
/// <param name="Engine">The engine's own parts.</param>
/// <param name="Vrrp">VRRP instances of this node.</param>
/// <param name="VirtualServices">Virtual services with their real servers.</param>
public sealed record StatusDocument(string Node, DateTimeOffset At, long Sequence, long Revision, EngineDocument Engine,
    IReadOnlyList<VrrpDocument> Vrrp, IReadOnlyList<VirtualServiceDocument> VirtualServices)
{
    /// <summary>Writes a picture down.</summary>
    public static StatusDocument From(EngineStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new(status.Node, status.At, status.Sequence, status.AppliedRevision, EngineDocument.From(status.Engine),
            [.. status.Vrrp.Select(VrrpDocument.From)], [.. status.VirtualServices.Select(VirtualServiceDocument.From)]);
    }
}

/// <summary>The engine's own parts.</summary>
/// <param name="StartedAt">When the engine started.</param>
/// <param name="VrrpNotPermitted">What is missing for VRRP and the fix; null = nothing.</param>
/// <param name="LoadBalancer"><c>ipvs</c>, <c>nftables</c> or <c>none</c>.</param>
/// <param name="LoadBalancerProblem">Why it does not work; null = it does.</param>
/// <param name="RealTime">Real-time scheduling of the election thread.</param>
/// <param name="WorstLatenessMs">Latest advert of the last minute, milliseconds.</param>
/// <param name="ElectionProcess">The process that runs the election; null = this one.</param>
public sealed record EngineDocument(DateTimeOffset StartedAt, string? VrrpNotPermitted, string LoadBalancer, string? LoadBalancerProblem, bool RealTime, double WorstLatenessMs,
    ElectionProcessDocument? ElectionProcess)
{
    /// <summary>Writes the engine's health down.</summary>
    public static EngineDocument From(EngineHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        return new(health.StartedAt, health.VrrpNotPermitted, health.LoadBalancer, health.LoadBalancerProblem, health.RealTime, health.WorstLateness.TotalMilliseconds,
            health.ElectionProcess is { } process ? new(process.ProcessId, process.StartedAt, process.Version, process.Adopted, process.Restarts, process.HeardAt) : null);
    }
}

/// <summary>The child process that runs the election.</summary>
/// <param name="ProcessId">0 = it does not run now.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Version">Its version.</param>
/// <param name="Adopted">Did it run before this console?</param>
/// <param name="Restarts">How often this console had to start it again.</param>
/// <param name="HeardAt">When it was last heard from.</param>
public sealed record ElectionProcessDocument(int ProcessId, DateTimeOffset StartedAt, string Version, bool Adopted, int Restarts, DateTimeOffset HeardAt);

/// <summary>One virtual service.</summary>
/// <param name="Name">Name.</param>
/// <param name="Endpoint">Address and port, or firewall mark.</param>
/// <param name="Scheduler">As in the kernel: <c>wrr</c>.</param>
/// <param name="ForwardingMethod"><c>NAT</c> or <c>DR</c>.</param>
/// <param name="QuorumUp">Is the quorum there?</param>
/// <param name="AliveWeight">Weight of the real servers that are up.</param>
/// <param name="Quorum">Weight asked for.</param>
/// <param name="SorryServer">Null = none.</param>
/// <param name="SorryServerActive">Is it in the table?</param>
/// <param name="RealServers">In the order of the definition.</param>
/// <param name="ObservedAt">When it was last looked at.</param>
/// <param name="Freshness">Age of the oldest observation against its interval.</param>
public sealed record VirtualServiceDocument(string Name, string Endpoint, string Scheduler, string ForwardingMethod, bool QuorumUp, int AliveWeight, int Quorum,
    string? SorryServer, bool SorryServerActive, IReadOnlyList<RealServerDocument> RealServers, DateTimeOffset ObservedAt, Freshness Freshness)
{
    /// <summary>Writes a service down.</summary>
    public static VirtualServiceDocument From(VirtualServiceStatus service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new(service.Name, service.Endpoint, service.Scheduler, service.ForwardingMethod, service.QuorumUp, service.AliveWeight, service.Quorum,
            service.SorryServer, service.SorryServerActive, [.. service.RealServers.Select(RealServerDocument.From)], service.ObservedAt, service.Freshness);
    }
}

/// <summary>One real server.</summary>
/// <param name="Address">Endpoint, such as <c>10.88.0.101:80</c>.</param>
/// <param name="State">What the checks say.</param>
/// <param name="Admin">What the operator wants.</param>
/// <param name="InTable">Is it in the kernel's table now?</param>
/// <param name="Weight">As defined.</param>
/// <param name="EffectiveWeight">In force.</param>
/// <param name="LastProbe">Null before the first.</param>
/// <param name="CheckKind">For people.</param>
/// <param name="FailuresInARow">Of the worst check.</param>
/// <param name="FailuresToDown">Failures in a row that take it out.</param>
/// <param name="ChecksPassing">Of <paramref name="ChecksTotal"/>.</param>
/// <param name="ChecksTotal">Number of checks.</param>
/// <param name="StateSince">When the state last changed; null = not since the start.</param>
/// <param name="StateReason">Why it is in this state.</param>
/// <param name="ObservedAt">End of the last probe, or the engine's start.</param>
/// <param name="Freshness">Age of the observation against the interval in force.</param>
public sealed record RealServerDocument(string Address, RealServerState State, AdminState Admin, bool InTable, int Weight, int EffectiveWeight, ProbeDocument? LastProbe,
    string CheckKind, int FailuresInARow, int FailuresToDown, int ChecksPassing, int ChecksTotal, DateTimeOffset? StateSince, string? StateReason,
    DateTimeOffset ObservedAt, Freshness Freshness)
{
    /// <summary>Writes a real server down.</summary>
    public static RealServerDocument From(RealServerStatus server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new(server.Address, server.State, server.Admin, server.InTable, server.Weight, server.EffectiveWeight,
            server.LastProbe is { } probe ? ProbeDocument.From(probe) : null, server.CheckKind, server.FailuresInARow, server.FailuresToDown,
            server.ChecksPassing, server.ChecksTotal, server.StateSince, server.StateReason, server.ObservedAt, server.Freshness);
    }
}

/// <summary>The result of one probe.</summary>
/// <param name="At">When it started.</param>
/// <param name="Result">What came out.</param>
/// <param name="DurationMs">From start to end, milliseconds.</param>
/// <param name="ConnectMs">Until the connection stood; null when it never did.</param>
/// <param name="FirstByteMs">Until the first byte of the answer; null when none came or none was asked for.</param>
/// <param name="Message">For people.</param>
public sealed record ProbeDocument(DateTimeOffset At, ProbeOutcome Result, double DurationMs, double? ConnectMs, double? FirstByteMs, string Message)
{
    /// <summary>Writes a result down.</summary>
    public static ProbeDocument From(ProbeResult probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return new(probe.At, probe.Outcome, probe.Duration.TotalMilliseconds, probe.ConnectDuration?.TotalMilliseconds, probe.FirstByteDuration?.TotalMilliseconds, probe.Message);
    }
}
