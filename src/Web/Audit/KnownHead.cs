using System.Globalization;
using KeepaliveConsole.Data.Audit;

namespace KeepaliveConsole.Web.Audit;

/// <summary>A row that was noted elsewhere, as <c>ID:HASH</c>.</summary>
internal static class KnownHead
{
    /// <summary>What to say when it cannot be read.</summary>
    public const string Form = "A known entry has the form ID:HASH, with the 64 hexadecimal digits that an earlier verification printed.";

    /// <summary>Reads it; false = it has not that form.</summary>
    public static bool TryRead(string text, out AuditHead? head)
    {
        head = null;
        string[] parts = text.Split(':');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long id)) return false;
        if (parts[1].Length != 64 || !parts[1].All(char.IsAsciiHexDigitLower)) return false;
        head = new AuditHead(id, parts[1]);
        return true;
    }
}
