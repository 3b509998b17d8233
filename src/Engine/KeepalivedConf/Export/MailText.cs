using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes the mail settings of <c>global_defs</c>, and the word of those that decide for themselves.</summary>
internal static class MailText
{
    public static void Write(MailDefinition mail, ConfWriter text)
    {
        text.Open("notification_email");
        for (int index = 0; index < mail.Recipients.Count; index++) text.Item($"mail/recipients/{index}", mail.Recipients[index]);
        text.Close();
        if (mail.Sender is { } sender) text.Line("mail/sender", "notification_email_from", sender);
        text.Line("mail/server", "smtp_server", mail.Server, mail.Port.ToString(CultureInfo.InvariantCulture));
        text.Time("mail/timeout", "smtp_connect_timeout", mail.Timeout, 1, 4294, isWhole: true);
        if (mail.Instances) text.Plain("smtp_alert_vrrp on");
        WriteAlert(mail.Servers, text, "smtp_alert_checker");
        text.Flag(!mail.Faults, "no_email_faults");
        text.LostIf(mail.Tls, "mail/tls", "mail over TLS; keepalived sends it readable");
        text.LostIf(mail.User is not null, "mail/user", "signing in to the mail server");
    }

    /// <summary><c>smtp_alert on|off</c>; nothing = as the settings for all say.</summary>
    public static void WriteAlert(bool? alert, ConfWriter text, string keyword = "smtp_alert")
    {
        if (alert is { } wanted) text.Plain($"{keyword} {(wanted ? "on" : "off")}");
    }
}
