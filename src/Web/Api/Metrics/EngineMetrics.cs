using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Api.Metrics;

/// <summary>The engine's picture and counters as metrics. The names are promises: dashboards and alerts are built on them.</summary>
internal static class EngineMetrics
{
    /// <summary>One scrape.</summary>
    public static string Write(IEngineStatusFeed feed, ConsoleMetrics console)
    {
        EngineStatus status = feed.Current;
        var text = new MetricsText();
        WriteVrrp(text, status);
        WriteSurroundings(text, status);
        WriteAddresses(text, status);
        WriteServers(text, status);
        WriteCounters(text, feed, console);
        console.Write(text);
        return text.ToString();
    }

    private static void WriteVrrp(MetricsText text, EngineStatus status)
    {
        text.Metric("keepalive_vrrp_state", "gauge", "State of the instance on this node: 0 Initialize, 1 Backup, 2 Master, 3 Fault.");
        foreach (VrrpInstanceStatus each in status.Vrrp) text.Sample("keepalive_vrrp_state", StateValue(each.State), ("instance", each.Name));
        text.Metric("keepalive_vrrp_transitions_total", "counter", "Changes of state.");
        foreach (VrrpInstanceStatus each in status.Vrrp) text.Sample("keepalive_vrrp_transitions_total", each.Counters.Transitions, ("instance", each.Name));
        text.Metric("keepalive_vrrp_adverts_sent_total", "counter", "Adverts sent.");
        foreach (VrrpInstanceStatus each in status.Vrrp) text.Sample("keepalive_vrrp_adverts_sent_total", each.Counters.AdvertsSent, ("instance", each.Name));
        text.Metric("keepalive_vrrp_adverts_received_total", "counter", "Adverts accepted.");
        foreach (VrrpInstanceStatus each in status.Vrrp) text.Sample("keepalive_vrrp_adverts_received_total", each.Counters.AdvertsReceived, ("instance", each.Name));
        text.Metric("keepalive_vrrp_packet_errors_total", "counter", "Packets refused, by reason.");
        foreach (VrrpInstanceStatus each in status.Vrrp)
            foreach ((string reason, long count) in each.Counters.PacketErrors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                text.Sample("keepalive_vrrp_packet_errors_total", count, ("instance", each.Name), ("reason", reason));
        text.Metric("keepalive_vrrp_advert_lateness_seconds", "histogram", "How much later than planned adverts were sent.");
        text.Histogram("keepalive_vrrp_advert_lateness_seconds", EngineHealth.LatenessBoundsSeconds, status.Engine.LatenessCounts, status.Engine.LatenessSumSeconds);
    }

    private static void WriteSurroundings(MetricsText text, EngineStatus status)
    {
        text.Metric("keepalive_vrrp_split_brain", "gauge", "1 while a split brain of the instance is known to this node.");
        foreach (VrrpInstanceStatus each in status.Vrrp) text.Sample("keepalive_vrrp_split_brain", each.SplitBrain is null ? 0 : 1, ("instance", each.Name));
        text.Metric("keepalive_vrrp_heartbeat_line_up", "gauge", "1 while the heartbeat line works.");
        foreach (VrrpInstanceStatus each in status.Vrrp)
            foreach (HeartbeatLineStatus line in each.HeartbeatLines)
                text.Sample("keepalive_vrrp_heartbeat_line_up", line.Ok ? 1 : 0, ("instance", each.Name), ("interface", line.Interface));
        text.Metric("keepalive_vrrp_track_up", "gauge", "1 while what the instance tracks is up; no sample before the first result.");
        foreach (VrrpInstanceStatus each in status.Vrrp)
            foreach (TrackStatus track in each.Tracks)
                if (track.Up is { } up) text.Sample("keepalive_vrrp_track_up", up ? 1 : 0, ("instance", each.Name), ("kind", track.Kind), ("target", track.Target));
    }

    private static void WriteAddresses(MetricsText text, EngineStatus status)
    {
        text.Metric("keepalive_vip_owned", "gauge", "1 while this node's kernel holds the virtual address.");
        foreach (VrrpInstanceStatus each in status.Vrrp)
            foreach (VirtualAddressStatus address in each.VirtualAddresses)
                text.Sample("keepalive_vip_owned", address.Held ? 1 : 0, ("instance", each.Name), ("address", address.Address.ToString()));
    }

    private static void WriteServers(MetricsText text, EngineStatus status)
    {
        text.Metric("keepalive_real_server_up", "gauge", "1 while the checks of the real server say that it serves (Up or GoingDown).");
        foreach (VirtualServiceStatus service in status.VirtualServices)
            foreach (RealServerStatus server in service.RealServers)
                text.Sample("keepalive_real_server_up", server.State is RealServerState.Up or RealServerState.GoingDown ? 1 : 0, ("service", service.Name), ("server", server.Address));
    }

    private static void WriteCounters(MetricsText text, IEngineStatusFeed feed, ConsoleMetrics console)
    {
        EngineCounters counters = feed.Counters;
        text.Metric("keepalive_probe_duration_seconds", "histogram", "Duration of probes, by kind of check.");
        foreach ((string kind, DurationHistogram durations) in counters.ProbeDurations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Histogram("keepalive_probe_duration_seconds", durations.BoundsSeconds, durations.Counts, durations.SumSeconds, ("kind", kind));
        text.Metric("keepalive_probe_start_lateness_seconds", "histogram", "By how much probes started after they were due.");
        text.Histogram("keepalive_probe_start_lateness_seconds", counters.ProbeStartLateness.BoundsSeconds, counters.ProbeStartLateness.Counts, counters.ProbeStartLateness.SumSeconds);
        text.Metric("keepalive_probes_total", "counter", "Probes, by result.");
        foreach ((string result, long count) in counters.Probes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Sample("keepalive_probes_total", count, ("result", result));
        text.Metric("keepalive_lb_drift_total", "counter", "Repairs of addresses and of the load balancer's table that something else had changed.");
        text.Sample("keepalive_lb_drift_total", counters.DriftRepairs);
        text.Metric("keepalive_events_dropped_total", "counter", "Events that a slow reader lost.");
        foreach ((string subscriber, long count) in feed.DroppedBySubscriber.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Sample("keepalive_events_dropped_total", count, ("subscriber", subscriber));
        text.Sample("keepalive_events_dropped_total", console.DroppedByHub, ("subscriber", "hub"));
    }

    // Written out: the numbers are a promise to dashboards, the order of the enum is not.
    private static int StateValue(VrrpState state) => state switch
    {
        VrrpState.Initialize => 0,
        VrrpState.Backup => 1,
        VrrpState.Master => 2,
        _ => 3,
    };
}
