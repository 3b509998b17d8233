using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>The single looks of <see cref="FailoverReadiness"/>: each from what the picture holds.</summary>
internal static class ReadinessChecks
{
    /// <summary>Can this node take part at all?</summary>
    public static ReadinessCheck Election(EngineStatus status, ConsoleText text)
    {
        string? problem = text.Told(status.Engine.VrrpNotPermitted);
        if (problem is null && status.Engine.ElectionProcess is { ProcessId: 0 }) problem = text["the election process does not run"];
        if (problem is null && Names(status, instance => instance.State == VrrpState.Fault) is { } faulty) problem = text["in Fault: {0}", faulty];
        if (problem is null && Names(status, instance => instance.Released) is { } released) problem = text["released by an operator: {0}", released];
        return problem is null ? new(Key("Election"), ReadinessLevel.Good, text["this node takes part in every instance"]) : new(Key("Election"), ReadinessLevel.Blocked, problem);
    }

    /// <summary>Is there somebody else? A standby hears its master; a master hears nobody, because a standby sends nothing.</summary>
    public static ReadinessCheck Peers(EngineStatus status, DateTimeOffset now, ConsoleText text)
    {
        if (Names(status, instance => instance.State == VrrpState.Backup && instance.Owner is null) is { } alone)
            return new(Key("Peers"), ReadinessLevel.Reserved, text["no master is heard: {0}", alone]);
        if (Names(status, instance => instance.HeartbeatLines.Any(line => !line.Ok) && instance.State is VrrpState.Master or VrrpState.Backup) is { } lines)
            return new(Key("Peers"), ReadinessLevel.Reserved, text["a heartbeat line is not usable: {0}", lines]);
        if (Names(status, instance => instance.State == VrrpState.Master) is { } masters)
            return new(Key("Peers"), ReadinessLevel.NotKnown, text["a standby sends nothing, so its master cannot tell whether one is there: {0}", masters]);
        DateTimeOffset[] heard = [.. status.Vrrp.Where(instance => instance.State == VrrpState.Backup && instance.Owner is not null).Select(instance => instance.Owner!.ObservedAt)];
        return heard.Length == 0 ? new(Key("Peers"), ReadinessLevel.NotKnown, text["not known"]) : new(Key("Peers"), ReadinessLevel.Good, text["the master was heard {0} ago", Ages.Precise(now - heard.Min())]);
    }

    /// <summary>Does somebody else hold an address?</summary>
    public static ReadinessCheck Conflicts(EngineStatus status, ConsoleText text) => Names(status, instance => instance.SplitBrain is not null) is { } split
        ? new(Key("Address conflicts"), ReadinessLevel.Blocked, text["a second master: {0}", split])
        : new(Key("Address conflicts"), ReadinessLevel.Good, text["none seen"]);

    /// <summary>Does this node hold exactly what its state says?</summary>
    public static ReadinessCheck Addresses(EngineStatus status, ConsoleText text)
    {
        string? wrong = Names(status, instance => instance.VirtualAddresses.Any(address => instance.State == VrrpState.Master ? !address.Held : address.Held));
        return wrong is null
            ? new(Key("Held addresses"), ReadinessLevel.Good, text["{0} held here, as the states say", status.Vrrp.Sum(instance => instance.VirtualAddresses.Count(address => address.Held))])
            : new(Key("Held addresses"), ReadinessLevel.Blocked, text["the kernel holds something else than the state says: {0}", wrong]);
    }

    /// <summary>Would the right node win?</summary>
    public static ReadinessCheck Priorities(EngineStatus status, ConsoleText text)
    {
        if (Names(status, instance => instance.EffectivePriority < instance.BasePriority) is { } lowered)
            return new(Key("Priorities"), ReadinessLevel.Reserved, text["lowered by what is tracked: {0}", lowered]);
        if (Names(status, instance => instance.State == VrrpState.Backup && instance.Owner?.Priority == instance.EffectivePriority) is { } same)
            return new(Key("Priorities"), ReadinessLevel.Reserved, text["the same as the master's: {0}", same]);
        return new(Key("Priorities"), ReadinessLevel.Good, text["as defined"]);
    }

    /// <summary>Do the instances of a group move together?</summary>
    public static ReadinessCheck SyncGroups(EngineStatus status, ConsoleText text)
    {
        IGrouping<string, VrrpInstanceStatus>[] groups = [.. status.Vrrp.Where(instance => instance.SyncGroup is not null).GroupBy(instance => instance.SyncGroup!)];
        string[] split = [.. groups.Where(group => group.Select(instance => instance.State).Distinct().Count() > 1).Select(group => group.Key)];
        return split.Length > 0 ? new(Key("Sync groups"), ReadinessLevel.Blocked, text["not in one state: {0}", string.Join(", ", split)])
            : new(Key("Sync groups"), ReadinessLevel.Good, groups.Length == 0 ? text["none defined"] : text["{0} in one state each", groups.Length]);
    }

    /// <summary>Could this node serve?</summary>
    public static ReadinessCheck Capacity(EngineStatus status, ConsoleText text)
    {
        if (status.VirtualServices.Count == 0) return new(Key("Capacity of this node"), ReadinessLevel.Good, text["no virtual service is defined"]);
        if (status.Engine.LoadBalancerProblem is { } problem) return new(Key("Capacity of this node"), ReadinessLevel.Blocked, text.Told(problem));
        string[] lost = [.. status.VirtualServices.Where(service => !service.QuorumUp && !service.Suspended).Select(service => service.Name)];
        if (lost.Length > 0) return new(Key("Capacity of this node"), ReadinessLevel.Blocked, text["quorum lost: {0}", List(lost)]);
        string[] resting = [.. status.VirtualServices.Where(service => service.Suspended).Select(service => service.Name)];
        if (resting.Length > 0) return new(Key("Capacity of this node"), ReadinessLevel.NotKnown, text["checks rest while the address is elsewhere: {0}", List(resting)]);
        return new(Key("Capacity of this node"), ReadinessLevel.Good, text["every service has its quorum, {0} of {1} real servers are up", status.VirtualServices.Sum(Up), status.VirtualServices.Sum(service => service.RealServers.Count)]);
    }

    /// <summary>Was it tried? The engine keeps no rehearsals; the last real change of state is the next best thing.</summary>
    public static ReadinessCheck Rehearsal(EngineStatus status, DateTimeOffset now, ConsoleText text)
    {
        DateTimeOffset? last = status.Vrrp.Max(instance => instance.LastTransition?.At);
        return new(Key("Last rehearsal"), ReadinessLevel.NotKnown, last is { } at ? text["none is known; the last change of state was {0} ago", Ages.Text(now - at)] : text["none is known, and no change of state since the engine started"]);
    }

    private static int Up(VirtualServiceStatus service) => service.RealServers.Count(server => server.State == RealServerState.Up);

    private static string? Names(EngineStatus status, Func<VrrpInstanceStatus, bool> which)
    {
        string[] names = [.. status.Vrrp.Where(which).Select(instance => instance.Name)];
        return names.Length == 0 ? null : List(names);
    }

    private static string List(string[] names) => names.Length > 3 ? $"{string.Join(", ", names.Take(3))} …" : string.Join(", ", names);
}
