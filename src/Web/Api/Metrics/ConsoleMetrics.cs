using KeepaliveConsole.Data.History;
using KeepaliveConsole.Web.Live;
using KeepaliveConsole.Web.Mail;

namespace KeepaliveConsole.Web.Api.Metrics;

/// <summary>What the console itself counts: history, live readers and mail.</summary>
internal sealed class ConsoleMetrics(EngineRecorder recorder, LiveBroadcaster hub, EventStream streams, IMailWatch mail)
{
    /// <summary>Messages that slow clients of the hub lost.</summary>
    public long DroppedByHub => hub.Dropped;

    /// <summary>Adds them.</summary>
    public void Write(MetricsText text)
    {
        text.Metric("keepalive_history_events_total", "counter", "Engine events written to history and audit.").Sample("keepalive_history_events_total", recorder.Written);
        text.Metric("keepalive_history_events_lost_total", "counter", "Engine events that are in neither history nor audit.").Sample("keepalive_history_events_lost_total", recorder.Lost);
        text.Metric("keepalive_history_events_waiting", "gauge", "Engine events that wait for the database.").Sample("keepalive_history_events_waiting", recorder.Waiting);
        text.Metric("keepalive_event_streams", "gauge", "Open streams of server-sent events.").Sample("keepalive_event_streams", streams.Readers);
        MailState mailing = mail.Mail;
        text.Metric("keepalive_mails_total", "counter", "Mails about changes of state that a mail server took.").Sample("keepalive_mails_total", mailing.Sent);
        text.Metric("keepalive_mail_changes_waiting", "gauge", "Changes of state that wait to be mailed.").Sample("keepalive_mail_changes_waiting", mailing.Waiting);
        text.Metric("keepalive_mail_changes_lost_total", "counter", "Changes of state that were given up because the mail server was away for too long.").Sample("keepalive_mail_changes_lost_total", mailing.Lost);
        text.Metric("keepalive_hub_connections", "gauge", "Open connections of the live hub.").Sample("keepalive_hub_connections", hub.Connections);
    }
}
