using System.Text;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Audit.Syslog;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Tests.Audit;

public sealed class SyslogMessageTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly AuditRecord s_drain = new(7, s_noon.AddMicroseconds(5), ActorKind.Token, "ci", "2001:db8::1", "drain", "web 10.88.0.101:80",
        "{\"secret\":1}", "{}", "update", 3, true, "0af7651916cd43dd8448eb211c80319c", "aa", "bb");

    [Fact]
    public void Entry_IsAMessageOfRfc5424()
        => Assert.Equal($"<86>1 2026-05-04T12:00:00.000005Z l1 keepalive-console {Environment.ProcessId} drain "
            + "[audit@32473 id=\"7\" actorKind=\"Token\" actor=\"ci\" address=\"2001:db8::1\" action=\"drain\" object=\"web 10.88.0.101:80\" reason=\"update\" revision=\"3\" "
            + "succeeded=\"true\" correlationId=\"0af7651916cd43dd8448eb211c80319c\" hash=\"bb\"] ci (2001:db8::1) drain web 10.88.0.101:80: update", Text(s_drain, new SyslogSettings()));

    [Fact]
    public void Refusal_IsAWarning_InTheFacilityThatWasAskedFor()
        => Assert.StartsWith("<132>1 2026-05-04T12:00:00.000000Z l1 kc ", Text(Bare() with { Succeeded = false }, new SyslogSettings { Facility = 16, AppName = "kc" }), StringComparison.Ordinal);

    [Fact]
    public void MissingValues_AreLeftOut()
        => Assert.EndsWith(" x [audit@9 id=\"1\" actorKind=\"Engine\" actor=\"engine\" action=\"x\" object=\"o\" succeeded=\"true\"] engine x o", Text(Bare(), new SyslogSettings { EnterpriseNumber = 9 }), StringComparison.Ordinal);

    [Fact]
    public void HostileValues_StayWithinTheirPlace()
    {
        string text = Text(Bare() with { Actor = "a\"]\\\r\n<13>1 forged", Action = "se\nnd mail", Reason = new string('é', 1000) }, new SyslogSettings());

        Assert.DoesNotContain('\n', text);
        Assert.Contains("actor=\"a\\\"\\]\\\\  <13>1 forged\"", text, StringComparison.Ordinal);
        Assert.Contains(" se_nd_mail [audit@", text, StringComparison.Ordinal);
        Assert.Contains($"reason=\"{new string('é', 255)}…\"", text, StringComparison.Ordinal);
        // Not ASCII: the text behind the data begins with a byte order mark.
        Assert.Contains("] \uFEFFa\"]", text, StringComparison.Ordinal);
    }

    private static AuditRecord Bare() => new(1, s_noon, ActorKind.Engine, "engine", null, "x", "o", null, null, null, null, true);

    private static string Text(AuditRecord record, SyslogSettings settings) => Encoding.UTF8.GetString(SyslogMessage.Write(record, "l1", settings));
}
