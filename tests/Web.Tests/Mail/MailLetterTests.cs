using KeepaliveConsole.Web.Mail;

namespace KeepaliveConsole.Web.Tests.Mail;

public sealed class MailLetterTests
{
    private static readonly MailNotice s_first = new(MailCluster.Noon, "VRRP Instance VI_A", "Entering MASTER state", "VI_A went from Backup to Master: no advert came for 3.2 s.");

    private static readonly MailNotice s_second = new(MailCluster.Noon.AddSeconds(1), "Realserver [10.88.0.101]:tcp:8080 of virtual server [10.88.0.100]:tcp:80", "DOWN", "It is down.");

    [Fact]
    public void OneNotice_HasKeepalivedsSubject() => Assert.Equal(
        new MailLetter("[edge-1] VRRP Instance VI_A - Entering MASTER state",
            "2026-03-01 12:00:00 UTC  VRRP Instance VI_A - Entering MASTER state\r\n    VI_A went from Backup to Master: no advert came for 3.2 s.\r\n\r\nSent by KeepaliveConsole on edge-1.\r\n"),
        MailLetter.Of("edge-1", [s_first], 0));

    [Fact]
    public void ManyNotices_AreOneLetter()
    {
        MailLetter letter = MailLetter.Of("edge-1", [s_first, s_second, s_second], 7);

        Assert.Equal("[edge-1] VRRP Instance VI_A - Entering MASTER state, and 2 more changes", letter.Subject);
        Assert.Contains("12:00:01 UTC  Realserver [10.88.0.101]:tcp:8080", letter.Body, StringComparison.Ordinal);
        Assert.Contains("7 older changes are missing here", letter.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void LineBreaksOfOthers_MakeNoHeader() =>
        Assert.Equal("[edge-1] x  Bcc: a@b - y", MailLetter.Of("edge-1", [s_first with { What = "x\r\nBcc: a@b", News = "y" }], 0).Subject);
}
