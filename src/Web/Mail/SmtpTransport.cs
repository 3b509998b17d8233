using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Mail;

/// <summary>Sends by SMTP (RFC 5321), over STARTTLS where asked for.</summary>
internal sealed class SmtpTransport : IMailTransport
{
    /// <inheritdoc />
    public async Task<MailOutcome> SendAsync(MailDefinition settings, MailLetter letter, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        try
        {
            using MailMessage message = Write(settings, letter);
            using var client = new SmtpClient(settings.Server, settings.Port) { EnableSsl = settings.Tls };
            if (settings.User is { } user) client.Credentials = new NetworkCredential(user, settings.Password);
            await client.SendMailAsync(message, limit.Token).ConfigureAwait(false);
            return new MailOutcome.Sent(null);
        }
        catch (SmtpFailedRecipientsException error) when (error.InnerExceptions.Length < settings.Recipients.Count)
        {
            return new MailOutcome.Sent(string.Join("; ", error.InnerExceptions.Select(Describe)));
        }
        catch (SmtpFailedRecipientException error) when (error is not SmtpFailedRecipientsException && settings.Recipients.Count > 1)
        {
            return new MailOutcome.Sent(Describe(error));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new MailOutcome.Failed($"it did not answer within {settings.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception error) when (error is SmtpException or AuthenticationException or IOException or SocketException or FormatException or InvalidOperationException)
        {
            return new MailOutcome.Failed(Describe(error));
        }
    }

    private static string Describe(SmtpFailedRecipientException error) => $"{error.FailedRecipient}: {error.Message.TrimEnd('.')}";

    // "Failure sending mail." says nothing; what is inside does.
    private static string Describe(Exception error) => (error is SmtpException { InnerException: { } inner } ? inner : error).Message.TrimEnd('.');

    private static MailMessage Write(MailDefinition settings, MailLetter letter)
    {
        string host = Dns.GetHostName();
        var message = new MailMessage
        {
            From = new MailAddress(settings.Sender ?? $"keepalive-console@{host}", "KeepaliveConsole"),
            Subject = letter.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = letter.Body,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        foreach (string recipient in settings.Recipients) message.To.Add(new MailAddress(recipient));
        message.Headers["Message-ID"] = $"<{Guid.CreateVersion7():N}@{host}>";
        // RFC 3834: nobody's absence note answers to it.
        message.Headers["Auto-Submitted"] = "auto-generated";
        return message;
    }
}
