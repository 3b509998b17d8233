namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>The members of virtual services, real servers and checks, in the order their changes are listed.</summary>
internal static class ServiceFields
{
    public static readonly Field<VirtualServiceDefinition>[] Service =
    [
        new("key", service => service.Key),
        new("scheduler", service => service.Scheduler),
        new("forwarding", service => service.ForwardingMethod),
        new("persistence", service => service.PersistenceTimeout),
        new("quorum", service => service.Quorum),
        new("hysteresis", service => service.Hysteresis),
        new("sorry server", service => service.SorryServer),
    ];

    public static readonly Field<RealServerDefinition>[] RealServer =
    [
        new("weight", server => server.Weight),
        new("forwarding", server => server.ForwardingMethod),
        new("inhibit on failure", server => server.InhibitOnFailure),
        new("admin", server => server.Admin),
    ];

    public static readonly Field<CheckDefinition>[] Check =
    [
        new("connect address", check => check.ConnectAddress),
        new("connect port", check => check.ConnectPort),
        new("connect timeout", check => check.ConnectTimeout),
        new("retries", check => check.Retries),
        new("retry delay", check => check.RetryDelay),
        new("interval", check => check.Interval),
        new("warmup", check => check.Warmup),
        new("virtual host", check => (check as HttpCheckDefinition)?.VirtualHost),
        new("urls", check => (check as HttpCheckDefinition)?.Urls),
    ];
}
