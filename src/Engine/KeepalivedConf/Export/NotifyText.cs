using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes the programs of instances, groups, services and real servers.</summary>
internal static class NotifyText
{
    private static readonly TimeSpan s_usualTimeout = new NotifyDefinition().Timeout;

    /// <summary>The <c>notify*</c> lines of an instance or group.</summary>
    public static void Write(NotifyDefinition? notify, string member, bool isGroup, ConfWriter text)
    {
        if (notify is null) return;
        bool isSomething = notify.PriorityChanges;
        Program("notify_master", "master", notify.Master);
        Program("notify_backup", "backup", notify.Backup);
        Program("notify_fault", "fault", notify.Fault);
        Program("notify_stop", "stop", notify.Stop);
        Program("notify", "any", notify.Any);
        Program("notify_deleted", "deleted", isGroup ? null : notify.Deleted);
        Program("notify_master_rx_lower_pri", "masterHearsLower", isGroup ? null : notify.MasterHearsLower);
        text.LostIf(isGroup && notify.Deleted is not null, $"{member}/deleted", "a program for the removal of a group");
        text.LostIf(isGroup && notify.MasterHearsLower is not null, $"{member}/masterHearsLower", "a group's program for hearing a lower master");
        text.Flag(notify.PriorityChanges, "notify_priority_changes");
        text.LostIf(notify.Timeout != s_usualTimeout, $"{member}/timeout", $"notify programs are ended after {Seconds.Text(notify.Timeout)}");
        text.LostIf(!isSomething || (notify.User is not null && !HasProgram(notify, isGroup)), member, "a user for notify programs, of which there is none");

        void Program(string keyword, string name, string? program)
        {
            if (program is null) return;
            isSomething = true;
            text.QuotedLine($"{member}/{name}", keyword, UserWords.After(program, notify.User));
        }
    }

    /// <summary>The programs of a service or real server.</summary>
    public static void Write(ServiceNotifyDefinition? notify, string up, string down, ConfWriter text, string member = "notify")
    {
        if (notify is null) return;
        if (notify.Up is { } gained) text.QuotedLine($"{member}/up", up, UserWords.After(gained, notify.User));
        if (notify.Down is { } lost) text.QuotedLine($"{member}/down", down, UserWords.After(lost, notify.User));
        text.LostIf(notify is { Up: null, Down: null }, member, "a user for notify programs, of which there is none");
    }

    private static bool HasProgram(NotifyDefinition notify, bool isGroup) =>
        (notify.Master ?? notify.Backup ?? notify.Fault ?? notify.Stop ?? notify.Any ?? (isGroup ? null : notify.Deleted ?? notify.MasterHearsLower)) is not null;
}
