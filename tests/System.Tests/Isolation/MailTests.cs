using KeepaliveConsole.System.Tests.Rig;
using KeepaliveConsole.Web.Tests.Mail;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>A keepalived.conf with smtp_alert, a real console with its election process, and a mail server beside it.</summary>
[Collection(NetworkCollection.Name)]
public sealed class MailTests
{
    private const string Globals = """
        global_defs {
            router_id edge-1
            smtp_server 127.0.0.1 2525
            notification_email_from kc@example.net
            notification_email {
                ops@example.net
            }
            smtp_alert_vrrp on
        }

        """;

    [Fact]
    public void ChangesOfState_ArriveAsMail_AlsoThoseBeforeTheConsoleListened_AndItsLastWords()
    {
        using var rig = new IsolationRig(Globals + IsolationRig.Conf());
        using SmtpServer server = rig.Machine.Run(() => new SmtpServer(2525));
        ConsoleUnderTest console = rig.Start();
        console.WaitForState("Master");
        WaitFor.True(() => Arrived("VRRP Instance VI_1 - Entering MASTER state"), "mail about the mastership", Seen);
        Assert.StartsWith("MAIL FROM:<kc@example.net>\nRCPT TO:<ops@example.net>\n", server.Mails.First(), StringComparison.Ordinal);
        Assert.Contains("\nSubject: [edge-1] VRRP Instance VI_1 - ", server.Mails.First(), StringComparison.Ordinal);

        Shell.Run($"ip -n {rig.Machine.Namespace} link set eth0 down");
        WaitFor.True(() => Arrived("VRRP Instance VI_1 - Entering FAULT state"), "mail about the fault", Seen);

        console.Signal("TERM");
        console.Log();
        WaitFor.True(() => Arrived("VRRP Instance VI_1 - Stopped"), "its last words", Seen);

        // Long lines are folded on the way.
        bool Arrived(string news) => server.Mails.Any(mail => mail.Replace("=\n", "", StringComparison.Ordinal).Replace("\n ", " ", StringComparison.Ordinal).Contains(news, StringComparison.Ordinal));

        string Seen() => $"Mails:\n{string.Join("\n\n", server.Mails)}";
    }
}
