using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>Notify programs ↔ no row or one.</summary>
internal static class NotifyMapping
{
    public static List<TRow> ToRows<TRow>(NotifyDefinition? notify)
        where TRow : NotifyRow, new()
        => notify is null
            ? []
            : [
                new TRow
                {
                    Master = notify.Master,
                    Backup = notify.Backup,
                    Fault = notify.Fault,
                    Stop = notify.Stop,
                    Deleted = notify.Deleted,
                    Any = notify.Any,
                    MasterHearsLower = notify.MasterHearsLower,
                    User = notify.User,
                    Timeout = notify.Timeout,
                    PriorityChanges = notify.PriorityChanges,
                },
            ];

    public static NotifyDefinition? ToItem(IReadOnlyList<NotifyRow> rows) => rows.Count == 0
        ? null
        : new NotifyDefinition
        {
            Master = rows[0].Master,
            Backup = rows[0].Backup,
            Fault = rows[0].Fault,
            Stop = rows[0].Stop,
            Deleted = rows[0].Deleted,
            Any = rows[0].Any,
            MasterHearsLower = rows[0].MasterHearsLower,
            User = rows[0].User,
            Timeout = rows[0].Timeout,
            PriorityChanges = rows[0].PriorityChanges,
        };
}
