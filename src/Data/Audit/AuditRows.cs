using System.Diagnostics;
using KeepaliveConsole.Data.Entities;

namespace KeepaliveConsole.Data.Audit;

/// <summary>Audit entries ↔ rows. Number and hashes come when the row is saved (<see cref="AuditChaining"/>).</summary>
internal static class AuditRows
{
    /// <summary>Longest actor, address, action, object and correlation id in characters: a stranger must not fill the disk with a user name.</summary>
    public const int LongestName = 512;

    /// <summary>Longest reason in characters.</summary>
    public const int LongestReason = 4096;

    public static AuditRow ToRow(AuditEntry entry, DateTimeOffset now)
    {
        var row = new AuditRow
        {
            At = entry.At ?? now,
            ActorKind = entry.Actor.Kind,
            Actor = Clean(entry.Actor.Name, LongestName),
            Address = entry.Actor.Address is { } address ? Clean(address, LongestName) : null,
            Action = Clean(entry.Action, LongestName),
            Object = Clean(entry.Object, LongestName),
            Before = entry.Before is { } before ? Clean(before, int.MaxValue) : null,
            After = entry.After is { } after ? Clean(after, int.MaxValue) : null,
            Reason = entry.Reason is { } reason ? Clean(reason, LongestReason) : null,
            Revision = entry.Revision,
            Succeeded = entry.Succeeded,
            CorrelationId = entry.CorrelationId switch
            {
                null => Activity.Current?.TraceId.ToHexString(),
                "" => null,
                { } id => Clean(id, LongestName),
            },
            SearchText = "",
        };
        row.SearchText = Fold(string.Join('\n', row.Object, row.Actor, row.Action, row.Reason));
        return row;
    }

    public static AuditRecord ToRecord(AuditRow row) => new(row.Id, row.At, row.ActorKind, row.Actor, row.Address, row.Action, row.Object,
        row.Before, row.After, row.Reason, row.Revision, row.Succeeded, row.CorrelationId, row.PreviousHash, row.Hash);

    /// <summary>The form in which texts are compared without regard to case.</summary>
#pragma warning disable CA1308 // Lower case is what is stored; it is never turned back.
    public static string Fold(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308

    // What every database gives back as it was: no zero characters, no halves of a pair.
    private static string Clean(string text, int longest)
    {
        if (text.Length > longest) text = string.Concat(text.AsSpan(0, longest - 1), "…");
        bool clean = !text.Contains('\0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
        return clean ? text : string.Concat(text.EnumerateRunes().Select(rune => rune.Value == 0 ? "\uFFFD" : rune.ToString()));
    }
}
