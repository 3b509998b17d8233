using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Mail;

namespace KeepaliveConsole.Web.Tests.Mail;

/// <summary>Real connections to a mail server on loopback.</summary>
public sealed class SmtpTransportTests
{
    private static readonly MailLetter s_letter = new("[edge-1] VRRP Instance 日本 - Entering MASTER state", "One line.\r\n.\r\nAnother, 日本.\r\n");

    [Fact]
    public async Task Mail_ArrivesWithAllThatItNeeds()
    {
        using var server = new SmtpServer();

        Assert.Equal(new MailOutcome.Sent(null), await SendAsync(server.Port, mail => mail with { Sender = "kc@example.net", Recipients = ["ops@example.net", "boss@example.net"] }));

        string mail = Assert.Single(server.Mails);
        Assert.StartsWith("MAIL FROM:<kc@example.net>\nRCPT TO:<ops@example.net>\nRCPT TO:<boss@example.net>\n", mail, StringComparison.Ordinal);
        Assert.Contains("\nAuto-Submitted: auto-generated\n", mail, StringComparison.Ordinal);
        Assert.Contains("\nMessage-ID: <", mail, StringComparison.Ordinal);
        Assert.Contains("\nDate: ", mail, StringComparison.Ordinal);
        Assert.Contains("\nSubject: =?utf-8?", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SenderThatIsNotSaid_IsTheMachine()
    {
        using var server = new SmtpServer();
        await SendAsync(server.Port);

        Assert.StartsWith($"MAIL FROM:<keepalive-console@{Dns.GetHostName()}>", Assert.Single(server.Mails), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task NobodyListens_SaysSo()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var failed = Assert.IsType<MailOutcome.Failed>(await SendAsync(((IPEndPoint)free.LocalEndPoint!).Port));
        Assert.Contains("refused", failed.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SilentServer_IsGivenItsTimeAndNoMore()
    {
        using var server = new SmtpServer { IsSilent = true };

        Assert.Equal(new MailOutcome.Failed("it did not answer within 1 s"), await SendAsync(server.Port, mail => mail with { Timeout = TimeSpan.FromSeconds(1) }));
    }

    [Fact]
    public async Task OneRefusedRecipient_KeepsNobodyElseFromTheMail()
    {
        using var server = new SmtpServer { Refuses = "boss" };

        var sent = Assert.IsType<MailOutcome.Sent>(await SendAsync(server.Port, mail => mail with { Recipients = ["boss@example.net", "ops@example.net"] }));
        Assert.Contains("boss@example.net", sent.Refused, StringComparison.Ordinal);
        Assert.Single(server.Mails);
    }

    [Theory]
    [InlineData("ops@example.net")]
    [InlineData("ops@example.net", "other-ops@example.net")]
    public async Task AllRefused_IsAFailure(params string[] recipients)
    {
        using var server = new SmtpServer { Refuses = "ops" };

        Assert.IsType<MailOutcome.Failed>(await SendAsync(server.Port, mail => mail with { Recipients = [.. recipients] }));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task ServerWithoutTls_GetsNothingWhenTlsIsAskedFor()
    {
        using var server = new SmtpServer();

        Assert.IsType<MailOutcome.Failed>(await SendAsync(server.Port, mail => mail with { Tls = true, User = "a", Password = "secret" }));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task CertificateOfAStranger_GetsNothing()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var server = new SmtpServer { Certificate = certificate };

        var failed = Assert.IsType<MailOutcome.Failed>(await SendAsync(server.Port, mail => mail with { Tls = true }));
        Assert.Contains("certificate", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    private static Task<MailOutcome> SendAsync(int port, Func<MailDefinition, MailDefinition>? change = null)
    {
        MailDefinition mail = MailCluster.Mail with { Server = "127.0.0.1", Port = port };
        return new SmtpTransport().SendAsync(change?.Invoke(mail) ?? mail, s_letter, CancellationToken.None);
    }
}
