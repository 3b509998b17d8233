using System.Net;
using System.Net.Mail;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Mail settings of a node that a mail server can take.</summary>
internal sealed class MailRule : IDefinitionRule
{
    /// <summary>Most recipients of one mail; servers must take so many (RFC 5321 §4.5.3.1.8).</summary>
    public const int MostRecipients = 100;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(4294);

    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        for (int index = 0; index < definition.Nodes.Count; index++)
            if (definition.Nodes[index].Mail is { } mail) Check(mail, $"/nodes/{index}/mail", $"Node {definition.Nodes[index].Name}", problems);
    }

    /// <summary>Is it one mail address and nothing else, such as <c>ops@example.net</c>?</summary>
    internal static bool IsAddress(string? text) =>
        text is not null && !text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)) && MailAddress.TryCreate(text, out MailAddress? address) && address.Address == text;

    private static void Check(MailDefinition mail, string at, Sentence subject, ProblemList problems)
    {
        if (!IPAddress.TryParse(mail.Server, out _) && (mail.Server is null or "." || !DnsName.IsValid(mail.Server)))
            problems.Error($"{at}/server", "mail.server", $"{subject}: \"{mail.Server}\" is no mail server; write a name or an address, such as mail.example.net.");
        if (mail.Port is < 1 or > 65535)
            problems.Error($"{at}/port", "mail.port", $"{subject}: the mail server's port must be 1 to 65535, not {mail.Port}; 25 is usual.");
        if (mail.Timeout < TimeSpan.FromSeconds(1) || mail.Timeout > s_longest)
            problems.Error($"{at}/timeoutMs", "mail.timeout", $"{subject}: a mail must be given 1 to 4294 s; 30 s is usual.");
        if (mail.Sender is { } sender && !IsAddress(sender))
            problems.Error($"{at}/sender", "mail.address", $"{subject}: \"{sender}\" is no mail address; write one such as ops@example.net.");
        if (mail.Recipients.Count is 0 or > MostRecipients)
            problems.Error($"{at}/recipients", "mail.recipients", $"{subject}: mail needs 1 to {MostRecipients} recipients, not {mail.Recipients.Count}; leave the mail settings out to send none.");
        for (int index = 0; index < mail.Recipients.Count; index++)
            if (!IsAddress(mail.Recipients[index]))
                problems.Error($"{at}/recipients/{index}", "mail.address", $"{subject}: \"{mail.Recipients[index]}\" is no mail address; write one such as ops@example.net.");
        if (mail.User is null != mail.Password is null)
            problems.Error($"{at}/{(mail.User is null ? "user" : "password")}", "mail.account", $"{subject}: signing in to the mail server needs a user and a password; give both or none.");
        else if (mail.User is not null && !mail.Tls)
            problems.Error($"{at}/tls", "mail.tls", $"{subject}: the password would travel readable; set tls, or leave user and password out.");
        // A warning: an election must not stand still because a mail account's password is gone.
        if (mail.Password == JsonShape.Mask)
            problems.Warning($"{at}/password", "mail.masked", $"{subject}: of the mail account's password there is only the mask that answers show in its place, because it is lost or the account is another now; send the real one.");
    }
}
