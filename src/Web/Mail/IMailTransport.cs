using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Mail;

/// <summary>What came of sending a mail.</summary>
internal abstract record MailOutcome
{
    private MailOutcome()
    {
    }

    /// <summary>The server took it.</summary>
    /// <param name="Refused">Recipients it did not take it for, with its words; null = it took it for all.</param>
    public sealed record Sent(string? Refused) : MailOutcome;

    /// <summary>It was not sent.</summary>
    /// <param name="Reason">Why, without a full stop.</param>
    public sealed record Failed(string Reason) : MailOutcome;
}

/// <summary>Hands a mail to a mail server.</summary>
internal interface IMailTransport
{
    /// <summary>Sends it within <see cref="MailDefinition.Timeout"/>. Throws only when cancelled.</summary>
    Task<MailOutcome> SendAsync(MailDefinition settings, MailLetter letter, CancellationToken cancellationToken);
}
