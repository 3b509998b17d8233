using System.Globalization;
using System.Text;

namespace KeepaliveConsole.Web.Mail;

/// <summary>A mail as it is sent. Changes that come together travel together: a thousand servers that fail at once are one mail.</summary>
/// <param name="Subject">One line without control characters.</param>
/// <param name="Body">Plain text.</param>
internal sealed record MailLetter(string Subject, string Body)
{
    /// <summary>The letter about one or more notices.</summary>
    /// <param name="routerId">What the node is called.</param>
    /// <param name="notices">At least one, oldest first.</param>
    /// <param name="missing">Notices before them that were given up.</param>
    public static MailLetter Of(string routerId, IReadOnlyList<MailNotice> notices, long missing)
    {
        MailNotice first = notices[0];
        string more = notices.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {notices.Count - 1} more {(notices.Count == 2 ? "change" : "changes")}");
        var body = new StringBuilder();
        foreach (MailNotice notice in notices)
            body.Append(CultureInfo.InvariantCulture, $"{notice.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC  {notice.What} - {notice.News}\r\n").Append("    ").Append(OneLine(notice.Sentence)).Append("\r\n\r\n");
        if (missing > 0) body.Append(CultureInfo.InvariantCulture, $"{missing} older {(missing == 1 ? "change is" : "changes are")} missing here, because the mail server was away for too long; the console's history has them.\r\n\r\n");
        body.Append(CultureInfo.InvariantCulture, $"Sent by KeepaliveConsole on {routerId}.\r\n");
        return new MailLetter(OneLine($"[{routerId}] {first.What} - {first.News}{more}"), body.ToString());
    }

    private static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) : text;
}
