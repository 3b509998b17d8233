using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Notify;

/// <summary>keepalived's words for what programs and pipes are told. The names are what is written.</summary>
internal static class NotifyState
{
    public const string Master = "MASTER";
    public const string Backup = "BACKUP";
    public const string Fault = "FAULT";
    public const string Stop = "STOP";
    public const string Deleted = "DELETED";
    public const string MasterHearsLower = "MASTER_RX_LOWER_PRI";
    public const string MasterPriority = "MASTER_PRIORITY";
    public const string BackupPriority = "BACKUP_PRIORITY";

    /// <summary>The word for a state; <c>STOP</c> for Initialize.</summary>
    public static string Of(VrrpState state) => state switch
    {
        VrrpState.Master => Master,
        VrrpState.Backup => Backup,
        VrrpState.Fault => Fault,
        _ => Stop,
    };

    /// <summary>The particular program for a word; null = none.</summary>
    public static string? Program(NotifyDefinition? notify, string state) => state switch
    {
        Master => notify?.Master,
        Backup => notify?.Backup,
        Fault => notify?.Fault,
        Stop => notify?.Stop,
        Deleted => notify?.Deleted,
        MasterHearsLower => notify?.MasterHearsLower,
        _ => null,
    };
}
