using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Features.Instances;

/// <summary>What an operator may ask of an instance.</summary>
public enum VrrpAction
{
    /// <summary>Send the announcements again.</summary>
    Announce,

    /// <summary>Give mastership up once.</summary>
    Yield,

    /// <summary>Leave the election and stay out.</summary>
    Release,

    /// <summary>Take part again.</summary>
    Resume,
}

/// <summary>What the actions mean, when they can be asked for, and what they touch.</summary>
public static class VrrpActions
{
    /// <summary>In the order of their buttons.</summary>
    public static IReadOnlyList<VrrpAction> All { get; } = [VrrpAction.Announce, VrrpAction.Yield, VrrpAction.Release, VrrpAction.Resume];

    /// <summary>The button's word, in English.</summary>
    public static string Word(VrrpAction action) => action switch
    {
        VrrpAction.Announce => Key("Announce"),
        VrrpAction.Yield => Key("Yield"),
        VrrpAction.Release => Key("Release"),
        _ => Key("Resume"),
    };

    /// <summary>The word in the interface's address and on the command line.</summary>
    public static string Verb(VrrpAction action) => action switch
    {
        VrrpAction.Announce => "announce",
        VrrpAction.Yield => "yield",
        VrrpAction.Release => "release",
        _ => "resume",
    };

    /// <summary>What it does, in English.</summary>
    public static string Meaning(VrrpAction action) => action switch
    {
        VrrpAction.Announce => Key("Sends gratuitous ARP or neighbour advertisements for every address again. No connection is touched."),
        VrrpAction.Yield => Key("Gives mastership up once. Whoever takes over keeps it until it is gone or somebody resumes; if nobody takes over, this node goes on."),
        VrrpAction.Release => Key("Takes this node out of the election, also after a restart, until somebody resumes. It does not come back by itself, not even when it is the last one."),
        _ => Key("Lets this node take part in the election again. With a higher priority and preemption it may become master at once."),
    };

    /// <summary>Did this node yield, so that it leaves its successor alone?</summary>
    public static bool HasYielded(VrrpInstanceStatus instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return !instance.Released && instance.State == VrrpState.Backup && !instance.Preempts && instance.LastTransition?.Cause == TransitionCause.Yielded;
    }

    /// <summary>Why it cannot be asked for now, in English; null = it can.</summary>
    public static string? NotNow(VrrpAction action, VrrpInstanceStatus instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return action switch
        {
            VrrpAction.Announce or VrrpAction.Yield when instance.State != VrrpState.Master => Key("Only the master can; this node is not."),
            VrrpAction.Release when instance.Released => Key("This node is out of the election already."),
            VrrpAction.Resume when !instance.Released && !HasYielded(instance) => Key("This node takes part already."),
            _ => null,
        };
    }

    /// <summary>What it touches, for the person who has to confirm it.</summary>
    public static Impact ImpactOf(VrrpAction action, VrrpInstanceStatus instance, EngineStatus status, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<VrrpInstanceStatus> members = MembersOf(instance, status);
        bool isMaster = members.Any(member => member.State == VrrpState.Master);
        return new Impact(instance.Name, text[Meaning(action)], text[Word(action)])
        {
            VirtualAddresses = [.. members.SelectMany(member => member.VirtualAddresses).Select(address => $"{address.Address}/{address.PrefixLength}")],
            Services = [.. ServicesOn(members, status).Select(service => service.Name)],
            ShowsConnections = isMaster,
            Connections = ConnectionsOf(members, status),
            More = members.Count > 1 ? [new ImpactLine(text["Sync group {0} moves as one", instance.SyncGroup], string.Join(", ", members.Select(member => member.Name)))] : [],
        };
    }

    /// <summary>The instances that move with <paramref name="instance"/>, itself included.</summary>
    public static IReadOnlyList<VrrpInstanceStatus> MembersOf(VrrpInstanceStatus instance, EngineStatus status)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(status);
        return instance.SyncGroup is null ? [instance] : [.. status.Vrrp.Where(each => each.SyncGroup == instance.SyncGroup)];
    }

    /// <summary>Virtual services on the addresses of <paramref name="instances"/>.</summary>
    public static IReadOnlyList<VirtualServiceStatus> ServicesOn(IReadOnlyList<VrrpInstanceStatus> instances, EngineStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return [.. status.VirtualServices.Where(service => Serves(service, instances))];
    }

    /// <summary>Established connections of those services through this node; null when the load balancer does not count them.</summary>
    public static long? ConnectionsOf(IReadOnlyList<VrrpInstanceStatus> instances, EngineStatus status)
    {
        long?[] counts = [.. ServicesOn(instances, status).SelectMany(service => service.RealServers).Select(server => server.ActiveConnections)];
        return counts.Length == 0 ? 0 : counts.Any(count => count is not null) ? counts.Sum() : null;
    }

    private static bool Serves(VirtualServiceStatus service, IEnumerable<VrrpInstanceStatus> instances) =>
        instances.SelectMany(instance => instance.VirtualAddresses).Any(address => IsOn(service, address.Address.ToString()));

    // 10.0.0.1:80/tcp or [2001:db8::1]:80/tcp
    private static bool IsOn(VirtualServiceStatus service, string address) =>
        service.Endpoints.Append(service.Endpoint).Any(endpoint => endpoint.StartsWith(address + ":", StringComparison.Ordinal) || endpoint.StartsWith($"[{address}]:", StringComparison.Ordinal));
}
