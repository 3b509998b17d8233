namespace KeepaliveConsole.Web.Mail;

/// <summary>How mail about changes of state gets on.</summary>
/// <param name="Server">The mail server; null = the definition asks for no mail from this node.</param>
/// <param name="Sent">Mails it took since the start.</param>
/// <param name="Waiting">Changes that wait to be mailed.</param>
/// <param name="Lost">Changes that were given up since the start.</param>
/// <param name="Trouble">Why it takes none now; null = nothing is known against it.</param>
public sealed record MailState(string? Server, long Sent, int Waiting, long Lost, string? Trouble);

/// <summary>Tells how mail gets on.</summary>
public interface IMailWatch
{
    /// <summary>Now. Returns at once.</summary>
    MailState Mail { get; }
}
