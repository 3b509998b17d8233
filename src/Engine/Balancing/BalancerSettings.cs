using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>What is wanted of the load balancer beside its table.</summary>
public sealed record BalancerSettings
{
    /// <summary>The kernel's own time-outs, no synchronisation.</summary>
    public static BalancerSettings None { get; } = new();

    /// <summary>As <see cref="LoadBalancerDefinition.TcpTimeout"/>.</summary>
    public TimeSpan? TcpTimeout { get; init; }

    /// <summary>As <see cref="LoadBalancerDefinition.TcpFinTimeout"/>.</summary>
    public TimeSpan? TcpFinTimeout { get; init; }

    /// <summary>As <see cref="LoadBalancerDefinition.UdpTimeout"/>.</summary>
    public TimeSpan? UdpTimeout { get; init; }

    /// <summary>Connection synchronisation; null = none.</summary>
    public SyncDaemonDefinition? SyncDaemon { get; init; }

    /// <summary>What this host does in it.</summary>
    public SyncRole SyncRole { get; init; }

    /// <summary>
    /// What <paramref name="definition"/> asks for while this host is, or is not, master of the instance that decides the role; null = there is
    /// no such instance, so both roles are taken.
    /// </summary>
    public static BalancerSettings Of(LoadBalancerDefinition? definition, bool? master) => definition is null ? None : new BalancerSettings
    {
        TcpTimeout = definition.TcpTimeout,
        TcpFinTimeout = definition.TcpFinTimeout,
        UdpTimeout = definition.UdpTimeout,
        SyncDaemon = definition.SyncDaemon,
        SyncRole = definition.SyncDaemon is null ? SyncRole.None : master switch { true => SyncRole.Master, false => SyncRole.Backup, null => SyncRole.Both },
    };
}

/// <summary>What a director does in connection synchronisation.</summary>
[Flags]
public enum SyncRole
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Sends its connections.</summary>
    Master = 1,

    /// <summary>Receives those of others.</summary>
    Backup = 2,

    /// <summary>Both.</summary>
    Both = Master | Backup,
}

/// <summary>What came of bringing the settings into force.</summary>
/// <param name="Done">What was changed, a sentence's end each: "TCP time-out set to 900 s (it was 60 s)".</param>
/// <param name="Problem">What failed and the way out; null = all is as wanted.</param>
public sealed record SettingsOutcome(ValueArray<string> Done, string? Problem)
{
    /// <summary>All was as wanted.</summary>
    public static SettingsOutcome Nothing { get; } = new([], null);
}
