using System.Globalization;
using KeepaliveConsole.Data.Entities;

namespace KeepaliveConsole.Data.Audit;

/// <summary>Compares the chain with a row that was noted elsewhere: the only defence against a chain that was written anew as a whole.</summary>
internal sealed class KnownRow(AuditHead? known)
{
    private bool _seen;

    /// <summary>The rows up to <paramref name="begin"/> are removed: of one of those, only the last hash is still known.</summary>
    public void IsGone(AuditCheckpointRow? begin)
    {
        if (begin is null || known is null || begin.LastId < known.Id) return;
        if (begin.LastId > known.Id || begin.LastHash == known.Hash) _seen = true;
    }

    /// <summary>Is it the row, but another hash?</summary>
    public AuditFlaw? Compare(AuditRow row)
    {
        if (known is null || row.Id != known.Id) return null;
        _seen = true;
        return row.Hash == known.Hash ? null : Differs();
    }

    /// <summary>The rows have ended; one that never came is missing.</summary>
    public AuditFlaw? AtTheEnd(long lastId)
    {
        if (known is null || _seen) return null;
        return known.Id > lastId
            ? new AuditFlaw(known.Id, AuditFlawKind.Missing, string.Create(CultureInfo.InvariantCulture, $"Row {known.Id}, whose hash was noted before, is missing."))
            : Differs();
    }

    private AuditFlaw Differs() => new(known!.Id, AuditFlawKind.NotAsKnown,
        string.Create(CultureInfo.InvariantCulture, $"Row {known.Id} has not the hash that was noted before: the chain was written anew."));
}
