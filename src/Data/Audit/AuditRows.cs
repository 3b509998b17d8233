using KeepaliveConsole.Data.Entities;

namespace KeepaliveConsole.Data.Audit;

/// <summary>Audit entries ↔ rows.</summary>
internal static class AuditRows
{
    public static AuditRow ToRow(AuditEntry entry, DateTimeOffset now) => new()
    {
        At = entry.At ?? now,
        ActorKind = entry.Actor.Kind,
        Actor = entry.Actor.Name,
        Address = entry.Actor.Address,
        Action = entry.Action,
        Object = entry.Object,
        Before = entry.Before,
        After = entry.After,
        Reason = entry.Reason,
        Revision = entry.Revision,
        Succeeded = entry.Succeeded,
        SearchText = Fold(string.Join('\n', entry.Object, entry.Actor.Name, entry.Action, entry.Reason)),
    };

    public static AuditRecord ToRecord(AuditRow row) => new(row.Id, row.At, row.ActorKind, row.Actor, row.Address, row.Action, row.Object,
        row.Before, row.After, row.Reason, row.Revision, row.Succeeded);

    /// <summary>The form in which texts are compared without regard to case.</summary>
#pragma warning disable CA1308 // Lower case is what is stored; it is never turned back.
    public static string Fold(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
