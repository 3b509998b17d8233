using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf;

/// <summary>keepalived's mail keywords, and who is told of what when they are combined.</summary>
public sealed class MailImportTests
{
    private const string Needed = "smtp_server mail.example.net 587\n notification_email {\n ops@example.net\n boss@example.net\n }\n";

    [Fact]
    public void Everything_IsImported() => Assert.Equal(
        new MailDefinition
        {
            Server = "mail.example.net",
            Port = 587,
            Recipients = ["ops@example.net", "boss@example.net"],
            Sender = "kc@example.net",
            Timeout = TimeSpan.FromSeconds(10),
            Instances = true,
            Servers = false,
            Faults = false,
        },
        Mail(Needed + " notification_email_from kc@example.net\n smtp_connect_timeout 10\n smtp_alert_vrrp on\n smtp_alert_checker off\n no_email_faults"));

    [Fact]
    public void ServerAndRecipientsAlone_TellOfRealServersOnly()
    {
        MailDefinition? mail = Mail(Needed);

        Assert.NotNull(mail);
        Assert.Equal((25, TimeSpan.FromSeconds(30), null as string), (Mail("smtp_server 10.0.0.25\n notification_email {\n a@b.example\n }")!.Port, mail.Timeout, mail.Sender));
        Assert.Equal((false, null as bool?, true), (mail.Instances, mail.Servers, mail.Faults));
    }

    [Theory]
    [InlineData("smtp_alert", true, true)]
    [InlineData("smtp_alert off", false, false)]
    [InlineData("smtp_alert on\n smtp_alert_vrrp off", false, true)]
    [InlineData("smtp_alert_checker off\n smtp_alert on", true, false)]
    [InlineData("smtp_alert on\n no_checker_emails", true, false)]
    public void ParticularWord_BeatsTheGeneralOne(string words, bool instances, bool servers)
    {
        MailDefinition mail = Mail(Needed + words)!;

        Assert.Equal((instances, servers), (mail.Instances, mail.Servers));
    }

    [Theory]
    [InlineData("notification_email {\n a@b.example\n }", "k.conf:2:2: warning: no mail is sent without smtp_server, as with keepalived; the mail settings are left out")]
    [InlineData("smtp_alert on\n smtp_server 10.0.0.25", "k.conf:2:2: warning: no mail is sent without notification_email, as with keepalived; the mail settings are left out")]
    [InlineData("smtp_server 10.0.0.25\n notification_email {\n nobody\n }", "k.conf:4:2: error: Node l1: \"nobody\" is no mail address; write one such as ops@example.net.")]
    [InlineData("smtp_server 10.0.0.25 70000\n notification_email {\n a@b.example\n }", "k.conf:2:24: error: the port of smtp_server must be 1 to 65535, not 70000")]
    public void WhatIsMissingOrWrong_IsSaid(string words, string expected)
    {
        ConfImportResult result = Import(words);

        Assert.Contains(expected, result.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void InstancesAndGroups_DecideForThemselves()
    {
        ClusterDefinition definition = TextSource.Import("""
            global_defs {
             rs_init_notifies
            }
            vrrp_instance A {
             interface eth0
             virtual_router_id 1
             virtual_ipaddress {
              10.0.0.1
             }
             smtp_alert off
            }
            vrrp_sync_group G {
             group {
              A
             }
             smtp_alert
            }
            """).Definition;

        Assert.Equal((false, true, true), (definition.VrrpInstances[0].Participants[0].Alert, definition.SyncGroups[0].Alert, definition.Nodes[0].InitialServerNotices));
    }

    private static MailDefinition? Mail(string words) => Import(words).Definition.Nodes[0].Mail;

    private static ConfImportResult Import(string words) => TextSource.Import($"global_defs {{\n {words}\n}}\n");
}
