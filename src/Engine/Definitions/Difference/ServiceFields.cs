namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>The members of virtual services and real servers, in the order their changes are listed.</summary>
internal static class ServiceFields
{
    public static readonly Field<VirtualServiceDefinition>[] Service =
    [
        new("key", service => service.Key),
        new("more endpoints", service => service.MoreEndpoints),
        new("group name", service => service.GroupName),
        new("scheduler", service => service.Scheduler),
        new("scheduler flags", service => service.SchedulerFlags),
        new("forwarding", service => service.ForwardingMethod),
        new("tunnel", service => service.Tunnel),
        new("one packet", service => service.OnePacket),
        new("hashed", service => service.Hashed),
        new("persistence", service => service.PersistenceTimeout),
        new("persistence granularity", service => service.PersistenceGranularity),
        new("persistence engine", service => service.PersistenceEngine),
        new("quorum", service => service.Quorum),
        new("hysteresis", service => service.Hysteresis),
        new("sorry server", service => service.SorryServer?.ToString()),
        new("sorry server forwarding", service => service.SorryServer?.ForwardingMethod),
        new("sorry server tunnel", service => service.SorryServer?.Tunnel),
        new("sorry server inhibit", service => service.SorryServer?.Inhibit ?? false),
        new("notify down on stop", service => service.NotifyDownOnStop),
        new("suspend while not owner", service => service.SuspendWhileNotOwner),
        new("keep all when none left", service => service.KeepAllWhenNoneLeft),
        new("slow start", service => service.SlowStart),
        new("flap damping", service => service.FlapDamping),
        new("passive evidence", service => service.PassiveEvidence),
        new("notify", service => service.Notify),
        new("alert", service => service.Alert),
    ];

    public static readonly Field<RealServerDefinition>[] RealServer =
    [
        new("weight", server => server.Weight),
        new("forwarding", server => server.ForwardingMethod),
        new("tunnel", server => server.Tunnel),
        new("inhibit on failure", server => server.InhibitOnFailure),
        new("upper threshold", server => server.UpperThreshold),
        new("lower threshold", server => server.LowerThreshold),
        new("admin", server => server.Admin),
        new("admin reason", server => server.AdminReason),
        new("admin owner", server => server.AdminOwner),
        new("admin until", server => server.AdminUntil),
        new("notify", server => server.Notify),
        new("alert", server => server.Alert),
    ];
}
