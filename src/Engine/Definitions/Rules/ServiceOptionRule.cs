using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Options of virtual services that need one another or lie in a range.</summary>
internal sealed class ServiceOptionRule : ServiceRule
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    protected override void Check(VirtualServiceDefinition service, string pointer, ProblemList problems)
    {
        Sentence subject = $"Virtual service {service.Name}";
        CheckPersistence(service, pointer, subject, problems);
        if (service.OnePacket && service.Key.FirewallMark is null && service.Key.Protocol != TransportProtocol.Udp)
            problems.Error($"{pointer}/onePacket", "service.onePacket", $"{subject}: one packet can be a whole connection only with UDP; remove onePacket or change the protocol.");
        if (service.SchedulerFlags != SchedulerFlags.None && service.Scheduler is not (Scheduler.SourceHash or Scheduler.MaglevHash))
            problems.Warning($"{pointer}/schedulerFlags", "service.schedulerFlags", $"{subject}: only the schedulers sh and mh know flags; remove schedulerFlags or choose one of these.");
        if (service.SuspendWhileNotOwner && service.Key.Address is null)
            problems.Warning($"{pointer}/suspendWhileNotOwner", "service.suspend", $"{subject}: a firewall mark has no address that this host could hold, so its checks never rest; remove suspendWhileNotOwner.");
        if (service.KeepAllWhenNoneLeft && service.SorryServer is not null)
            problems.Warning($"{pointer}/keepAllWhenNoneLeft", "service.keepAll", $"{subject}: with a sorry server there is always one left, so keepAllWhenNoneLeft never acts; remove one of the two.");
        if (service.SlowStart is { } slow)
        {
            if (slow < TimeSpan.FromSeconds(1) || slow > s_longest)
                problems.Error($"{pointer}/slowStartMs", "service.slowStart", $"{subject}: a slow start must take 1 s to a day; leave it out for none.");
            else if (service.Scheduler is Scheduler.RoundRobin or Scheduler.LeastConnections)
                problems.Warning($"{pointer}/slowStartMs", "service.slowStartScheduler", $"{subject}: rr and lc look at no weights, so a slow start changes nothing; choose wrr or wlc.");
        }

        if (service.FlapDamping is { } damping) CheckDamping(damping, $"{pointer}/flapDamping", subject, problems);
        if (service.GroupName is { } group && (group.Length == 0 || group.Any(char.IsControl)))
            problems.Error($"{pointer}/groupName", "service.groupName", $"{subject}: the name of its group must be printable and not empty; leave it out for none.");
    }

    private static void CheckPersistence(VirtualServiceDefinition service, string pointer, Sentence subject, ProblemList problems)
    {
        int bits = service.Key.Address?.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (service.PersistenceGranularity < 1 || service.PersistenceGranularity > bits)
            problems.Error($"{pointer}/persistenceGranularity", "service.granularity", $"{subject}: persistence can compare 1 to {bits} bits of a client's address, not {service.PersistenceGranularity}.");
        else if (service.PersistenceGranularity is not null && service.PersistenceTimeout is null)
            problems.Warning($"{pointer}/persistenceGranularity", "service.granularityUnused", $"{subject}: persistenceGranularity has no effect without persistence; set persistenceTimeoutMs or remove it.");
        if (service.PersistenceEngine is not { } engine) return;
        if (engine.Length is 0 or > 15 || !engine.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
            problems.Error($"{pointer}/persistenceEngine", "service.engine", $"{subject}: \"{engine}\" cannot be a persistence engine of the kernel; write a name of 1 to 15 letters and digits, such as sip.");
        else if (service.PersistenceTimeout is null)
            problems.Warning($"{pointer}/persistenceEngine", "service.engineUnused", $"{subject}: persistenceEngine has no effect without persistence; set persistenceTimeoutMs or remove it.");
    }

    private static void CheckDamping(FlapDampingDefinition damping, string at, Sentence subject, ProblemList problems)
    {
        if (damping.HalfLife < TimeSpan.FromSeconds(1) || damping.HalfLife > s_longest)
            problems.Error($"{at}/halfLifeMs", "damping.halfLife", $"{subject}: the penalty for flapping must halve in 1 s to a day; 60 s is usual.");
        if (damping.SuppressAbove is < 1001 or > 20000)
            problems.Error($"{at}/suppressAbove", "damping.suppressAbove", $"{subject}: suppressAbove must be 1001 to 20000, not {damping.SuppressAbove}: each going down adds 1000, and one alone is no flapping.");
        if (damping.ReuseBelow < 1 || damping.ReuseBelow > damping.SuppressAbove)
            problems.Error($"{at}/reuseBelow", "damping.reuseBelow", $"{subject}: reuseBelow must be 1 to suppressAbove ({damping.SuppressAbove}), not {damping.ReuseBelow}; otherwise a server would never come back.");
        if (damping.LongestSuppression < TimeSpan.FromSeconds(1) || damping.LongestSuppression > s_longest)
            problems.Error($"{at}/longestSuppressionMs", "damping.longest", $"{subject}: a flapping server can be kept out for 1 s to a day at most; 10 min is usual.");
    }
}
