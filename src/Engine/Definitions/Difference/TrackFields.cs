namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>The members of nodes, sync groups, tracks and what they watch, in the order their changes are listed.</summary>
internal static class TrackFields
{
    private static readonly MailDefinition s_usualMail = new() { Server = "" };

    public static readonly Field<NodeDefinition>[] Node =
    [
        new("router id", node => node.RouterId),
        new("script user", node => node.ScriptUser),
        new("script security", node => node.ScriptSecurity),
        new("startup delay", node => node.StartupDelay),
        new("notify pipes", node => node.NotifyFifos),
        new("service notify pipes", node => node.ServiceNotifyFifos),
        new("load balancer settings", node => node.LoadBalancer is not null),
        new("TCP timeout", node => node.LoadBalancer?.TcpTimeout),
        new("TCP FIN timeout", node => node.LoadBalancer?.TcpFinTimeout),
        new("UDP timeout", node => node.LoadBalancer?.UdpTimeout),
        new("sync daemon", node => node.LoadBalancer?.SyncDaemon),
        new("flush on start", node => node.LoadBalancer?.FlushOnStart ?? false),
        new("table on stop", node => node.LoadBalancer?.OnStop),
        new("notices of servers at the start", node => node.InitialServerNotices),
        new("mail settings", node => node.Mail is not null),
        new("mail server", node => node.Mail?.Server),
        new("mail port", node => (node.Mail ?? s_usualMail).Port),
        new("mail over TLS", node => (node.Mail ?? s_usualMail).Tls),
        new("mail user", node => node.Mail?.User),
        new("mail password", node => node.Mail?.Password, IsSecret: true),
        new("mail sender", node => node.Mail?.Sender),
        new("mail recipients", node => (node.Mail ?? s_usualMail).Recipients),
        new("mail timeout", node => (node.Mail ?? s_usualMail).Timeout),
        new("mail about instances", node => (node.Mail ?? s_usualMail).Instances),
        new("mail about servers", node => node.Mail?.Servers),
        new("mail about faults", node => (node.Mail ?? s_usualMail).Faults),
    ];

    public static readonly Field<TrackDefinition>[] Track =
    [
        new("weight", track => track.Weight),
        new("reverse", track => track.Reverse),
    ];

    public static readonly Field<SyncGroupDefinition>[] SyncGroup =
    [
        new("members", group => group.Members),
        new("tracking weight", group => group.TrackingWeight),
        new("alert", group => group.Alert),
    ];

    public static readonly Field<TrackScriptDefinition>[] Script =
    [
        new("command", script => script.Command),
        new("interval", script => script.Interval),
        new("timeout", script => script.Timeout),
        new("weight", script => script.Weight),
        new("rise", script => script.Rise),
        new("fall", script => script.Fall),
        new("reverse", script => script.Reverse),
        new("user", script => script.User),
        new("initially failing", script => script.InitiallyFailing),
    ];

    public static readonly Field<TrackProcessDefinition>[] Process =
    [
        new("process", process => process.Process),
        new("parameters", process => process.Parameters),
        new("parameter match", process => process.ParameterMatch),
        new("full command", process => process.FullCommand),
        new("weight", process => process.Weight),
        new("quorum", process => process.Quorum),
        new("maximum quorum", process => process.MaximumQuorum),
        new("fork delay", process => process.ForkDelay),
        new("terminate delay", process => process.TerminateDelay),
        new("reverse", process => process.Reverse),
    ];

    public static readonly Field<TrackFileDefinition>[] File =
    [
        new("path", file => file.Path),
        new("weight", file => file.Weight),
        new("reverse", file => file.Reverse),
        new("initial value", file => file.InitialValue),
        new("overwrite initial value", file => file.OverwriteInitialValue),
    ];
}
