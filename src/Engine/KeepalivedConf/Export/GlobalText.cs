using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes <c>global_defs</c>.</summary>
internal static class GlobalText
{
    private static readonly string[] s_pipes = ["notify_fifo", "vrrp_notify_fifo", "lvs_notify_fifo"];

    public static void Write(NodePart part, ConfWriter text)
    {
        if (part.Node is not { } node) return;
        text.At = $"/nodes/{part.Index}";
        text.Open("global_defs");
        text.Line("routerId", "router_id", node.RouterId ?? node.Name);
        if (node.ScriptUser is { } user) text.Line("scriptUser", "script_user", UserWords.Of(user));
        text.Flag(node.ScriptSecurity, "enable_script_security");
        if (node.StartupDelay > TimeSpan.Zero) text.Time("startupDelay", "vrrp_startup_delay", node.StartupDelay, 0.001m, 4294);
        WritePauses(part, text);
        WritePipes(node, text);
        text.Flag(node.InitialServerNotices, "rs_init_notifies");
        if (node.LoadBalancer is { } balancer) WriteBalancer(balancer, text);
        if (node.Mail is { } mail) MailText.Write(mail, text);
        text.Close();
    }

    // keepalived has one pause for all instances, so the longest is written: it burdens the network least.
    private static void WritePauses(NodePart part, ConfWriter text)
    {
        if (part.Instances.Count == 0) return;
        Pause("arpInterval", "vrrp_garp_interval", announcement => announcement.ArpInterval);
        Pause("neighbourInterval", "vrrp_gna_interval", announcement => announcement.NeighbourInterval);

        void Pause(string member, string keyword, Func<AnnouncementDefinition, TimeSpan> of)
        {
            TimeSpan longest = part.Instances.Max(each => of(each.Instance.Announcement));
            if (longest <= TimeSpan.Zero) return;
            text.Time("", keyword, longest, 0.000001m, 4294);
            foreach (NodeInstance each in part.Instances)
            {
                if (of(each.Instance.Announcement) == longest) continue;
                string at = text.At;
                text.At = each.Pointer;
                text.Lost($"announcement/{member}", string.Create(CultureInfo.InvariantCulture, $"{each.Instance.Name} has a pause of {of(each.Instance.Announcement).TotalSeconds:0.######} s of its own; {keyword} counts for all"));
                text.At = at;
            }
        }
    }

    // notify_fifo gets both kinds of lines, the other two one kind; each exists once.
    private static void WritePipes(NodeDefinition node, ConfWriter text)
    {
        int shared = node.NotifyFifos.Count > 0 && node.ServiceNotifyFifos.Count > 0 && node.NotifyFifos[0] == node.ServiceNotifyFifos[0] ? 1 : 0;
        if (shared == 1) Pipe(0, node.NotifyFifos[0], "notifyFifos/0");
        Rest(1, node.NotifyFifos, "notifyFifos");
        Rest(2, node.ServiceNotifyFifos, "serviceNotifyFifos");

        void Rest(int kind, ValueArray<NotifyFifoDefinition> pipes, string member)
        {
            for (int index = shared; index < pipes.Count; index++)
            {
                if (index == shared) Pipe(kind, pipes[index], $"{member}/{index}");
                else text.Lost($"{member}/{index}", $"a further {s_pipes[kind]} {pipes[index].Path}");
            }
        }

        void Pipe(int kind, NotifyFifoDefinition pipe, string member)
        {
            text.Line(member, s_pipes[kind], UserWords.After(pipe.Path, pipe.User));
            if (pipe.Script is { } script) text.QuotedLine(member, $"{s_pipes[kind]}_script", UserWords.After(script, pipe.User));
        }
    }

    private static void WriteBalancer(LoadBalancerDefinition balancer, ConfWriter text)
    {
        string timeouts = Timeout("tcp", balancer.TcpTimeout) + Timeout("tcpfin", balancer.TcpFinTimeout) + Timeout("udp", balancer.UdpTimeout);
        if (timeouts.Length > 0) text.Plain($"lvs_timeouts{timeouts}");
        if (balancer.SyncDaemon is { } daemon) WriteDaemon(daemon, text);
        text.Flag(balancer.FlushOnStart, "lvs_flush");
        if (balancer.OnStop is TableOnStop.RemoveOwn) text.Plain("lvs_flush_on_stop VS");
        else if (balancer.OnStop is TableOnStop.Flush) text.Plain("lvs_flush_on_stop");
        else if (balancer.OnStop is TableOnStop.Keep) text.Lost("loadBalancer/onStop", "the table of the load balancer is kept on a stop; keepalived removes its services");
    }

    private static string Timeout(string word, TimeSpan? time) =>
        time is { } span ? string.Create(CultureInfo.InvariantCulture, $" {word} {Math.Max(1, (long)Math.Ceiling(span.TotalSeconds))}") : "";

    private static void WriteDaemon(SyncDaemonDefinition daemon, ConfWriter text)
    {
        List<string> words = [daemon.Interface];
        if (daemon.Instance is { } instance) words.Add(instance);
        Option("id", daemon.SyncId);
        Option("maxlen", daemon.MaximumLength);
        Option("port", daemon.Port);
        Option("ttl", daemon.TimeToLive);
        if (daemon.Group is { } group) words.AddRange(["group", group.ToString()]);
        text.Line("loadBalancer/syncDaemon", "lvs_sync_daemon", [.. words]);

        void Option(string word, int? value)
        {
            if (value is { } number) words.AddRange([word, number.ToString(CultureInfo.InvariantCulture)]);
        }
    }
}
