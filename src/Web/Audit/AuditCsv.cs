using System.Buffers;
using System.Globalization;
using System.Text;
using KeepaliveConsole.Data.Audit;

namespace KeepaliveConsole.Web.Audit;

/// <summary>Audit entries as CSV of RFC 4180: CRLF, a header, quotes where needed. A missing value is nothing, an empty text is <c>""</c>.</summary>
/// <remarks>
/// A text that a spreadsheet would take for a formula gets a <c>'</c> in front, so that an entry somebody else could shape (a user name, a reason) does
/// not run on the computer of whoever opens the file. The JSON lines hold every text as it is.
/// </remarks>
internal static class AuditCsv
{
    /// <summary>First line, without its end.</summary>
    public const string Header = "id,at,actorKind,actor,address,action,object,before,after,reason,revision,succeeded,correlationId,previousHash,hash";

    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";
    private static readonly SearchValues<char> s_quoted = SearchValues.Create("\",\r\n");

    /// <summary>Adds one entry as a line with its end.</summary>
    public static void Add(StringBuilder text, AuditRecord record)
    {
        text.Append(CultureInfo.InvariantCulture, $"{record.Id},{record.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'},{record.ActorKind},");
        foreach (string? field in (ReadOnlySpan<string?>)[record.Actor, record.Address, record.Action, record.Object, record.Before, record.After, record.Reason])
        {
            Add(text, field);
            text.Append(',');
        }

        text.Append(CultureInfo.InvariantCulture, $"{record.Revision},{(record.Succeeded ? "true" : "false")},");
        Add(text, record.CorrelationId);
        text.Append(',');
        Add(text, record.PreviousHash);
        text.Append(',');
        Add(text, record.Hash);
        text.Append("\r\n");
    }

    /// <summary>Adds one field as it stands in every CSV of the console; null = nothing.</summary>
    internal static void Add(StringBuilder text, string? field)
    {
        if (field is null) return;
        bool formula = field.Length > 0 && FormulaStarts.Contains(field[0], StringComparison.Ordinal);
        if (field.Length > 0 && !formula && !field.AsSpan().ContainsAny(s_quoted))
        {
            text.Append(field);
            return;
        }

        text.Append('"');
        if (formula) text.Append('\'');
        text.Append(field).Replace("\"", "\"\"", text.Length - field.Length, field.Length).Append('"');
    }
}
