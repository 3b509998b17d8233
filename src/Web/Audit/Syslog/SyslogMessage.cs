using System.Globalization;
using System.Text;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Audit.Syslog;

/// <summary>An audit entry as a message of RFC 5424: the fields as structured data, one sentence for people behind them.</summary>
/// <remarks>Before and after stay here, since they can be long: whoever wants them asks for the entry by its id.</remarks>
internal static class SyslogMessage
{
    private const int Informational = 6;
    private const int Warning = 4;
    private const int LongestValue = 256;

    /// <summary>The message, without the frame that a stream puts around it.</summary>
    /// <param name="record">The entry.</param>
    /// <param name="node">HOSTNAME: the name of this director.</param>
    /// <param name="settings">Facility, APP-NAME and the number in the name of the data.</param>
    public static byte[] Write(AuditRecord record, string node, SyslogSettings settings)
    {
        var text = new StringBuilder(512);
        int priority = (Math.Clamp(settings.Facility, 0, 23) * 8) + (record.Succeeded ? Informational : Warning);
        text.Append(CultureInfo.InvariantCulture, $"<{priority}>1 {record.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'} {Name(node, 255)} {Name(settings.AppName, 48)} ");
        text.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Name(record.Action, 32)} [audit@{settings.EnterpriseNumber}");
        Add(text, "id", record.Id.ToString(CultureInfo.InvariantCulture));
        Add(text, "actorKind", record.ActorKind.ToString());
        Add(text, "actor", record.Actor);
        Add(text, "address", record.Address);
        Add(text, "action", record.Action);
        Add(text, "object", record.Object);
        Add(text, "reason", record.Reason);
        Add(text, "revision", record.Revision?.ToString(CultureInfo.InvariantCulture));
        Add(text, "succeeded", record.Succeeded ? "true" : "false");
        Add(text, "correlationId", record.CorrelationId);
        Add(text, "hash", record.Hash);
        text.Append("] ");
        string sentence = Line($"{record.Actor}{(record.Address is { } address ? $" ({address})" : "")} {record.Action} {record.Object}{(record.Succeeded ? "" : " failed")}{(record.Reason is { } reason ? $": {reason}" : "")}", 4 * LongestValue);
        // RFC 5424 §6.4: text that needs UTF-8 begins with the mark that says so.
        if (!Ascii.IsValid(sentence)) text.Append('\uFEFF');
        return Encoding.UTF8.GetBytes(text.Append(sentence).ToString());
    }

    /// <summary>A field of the header: printable ASCII without blanks, or <c>-</c>.</summary>
    private static string Name(string text, int longest)
    {
        string clean = string.Concat(text.Select(each => each is > ' ' and < '\u007F' ? each : '_').Take(longest));
        return clean.Length == 0 ? "-" : clean;
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is null) return;
        text.Append(' ').Append(name).Append("=\"");
        foreach (char each in Line(value, LongestValue))
        {
            // RFC 5424 §6.3.3.
            if (each is '"' or '\\' or ']') text.Append('\\');
            text.Append(each);
        }

        text.Append('"');
    }

    private static string Line(string value, int longest)
    {
        string cut = value.Length <= longest ? value : string.Concat(value.AsSpan(0, char.IsHighSurrogate(value[longest - 2]) ? longest - 2 : longest - 1), "…");
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(each => char.IsControl(each) ? ' ' : each)) : cut;
    }
}
