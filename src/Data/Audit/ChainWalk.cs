using System.Globalization;
using KeepaliveConsole.Data.Entities;

namespace KeepaliveConsole.Data.Audit;

/// <summary>Goes along the chain, oldest row first, and stops at the first that is wrong. Knows no database.</summary>
internal sealed class ChainWalk
{
    private string _lastHash = "";
    private bool _inChain;

    /// <summary>Rows seen that are in the chain and right.</summary>
    public long Checked { get; private set; }

    /// <summary>Rows seen that were written before there was a chain: nothing is known of them.</summary>
    public long BeforeChain { get; private set; }

    /// <summary>Number of the last row seen; 0 = none, since numbers begin at 1.</summary>
    public long LastId { get; private set; }

    /// <summary>Hash of the last row seen; empty = none in the chain.</summary>
    public string LastHash => _lastHash;

    /// <summary>The rows before were removed on purpose: goes on behind them. One that lies behind already is passed over.</summary>
    public void GoOnBehind(long id, string hash)
    {
        if (id <= LastId) return;
        _inChain |= hash.Length > 0;
        LastId = id;
        _lastHash = hash;
    }

    /// <summary>The next row by number; what is wrong with it, or null.</summary>
    public AuditFlaw? Take(AuditRow row)
    {
        if (!_inChain && row.Hash is null && row.PreviousHash is null)
        {
            BeforeChain++;
            Pass(row, "");
            return null;
        }

        if (Wrong(row) is { } flaw) return flaw;
        _inChain = true;
        Checked++;
        Pass(row, row.Hash!);
        return null;
    }

    /// <summary>The rows have ended; does the newest one agree with what was written down about it? Null = it does.</summary>
    public AuditFlaw? End(long? headId, string? headHash)
    {
        if (headId is not { } id)
            return Checked == 0 ? null : new AuditFlaw(LastId, AuditFlawKind.HeadMissing, Text($"The note of the newest row is gone; whether rows behind {LastId} were removed cannot be told."));
        if (id > LastId) return Gone(LastId + 1, id);
        if (id < LastId) return new AuditFlaw(id + 1, AuditFlawKind.Inserted, Text($"Row {id + 1} was not written by this program: the last one it wrote is {id}."));
        return headHash == _lastHash ? null : new AuditFlaw(id, AuditFlawKind.Changed, Text($"Row {id} is not the one that was written last under this number."));
    }

    private AuditFlaw? Wrong(AuditRow row)
    {
        if (row.Id != LastId + 1) return Gone(LastId + 1, row.Id - 1);
        if (row.Hash is null || row.PreviousHash is null)
            return new AuditFlaw(row.Id, AuditFlawKind.HashMissing, Text($"Row {row.Id} has no hash, though rows before it have."));
        if (row.PreviousHash != _lastHash)
            return new AuditFlaw(row.Id, AuditFlawKind.OutOfOrder, Text($"Row {row.Id} does not follow the row before it: one of them was put there or changed together with its hash."));
        return AuditHash.Of(row) == row.Hash ? null : new AuditFlaw(row.Id, AuditFlawKind.Changed, Text($"Row {row.Id} was changed: its content does not give its hash."));
    }

    private void Pass(AuditRow row, string hash)
    {
        LastId = row.Id;
        _lastHash = hash;
    }

    private static AuditFlaw Gone(long first, long last)
        => new(first, AuditFlawKind.Missing, first >= last ? Text($"Row {first} is missing.") : Text($"Rows {first} to {last} are missing."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
