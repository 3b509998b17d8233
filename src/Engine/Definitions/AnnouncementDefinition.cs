namespace KeepaliveConsole.Engine.Definitions;

/// <summary>How a new master tells the neighbourhood that the address moved (gratuitous ARP, unsolicited neighbour advertisement).</summary>
public sealed record AnnouncementDefinition
{
    /// <summary>Announcements per address and burst. 1 to 100, default 5 (keepalived's garp_master_repeat).</summary>
    public int Repeat { get; init; } = 5;

    /// <summary>Time to the second burst. 0 = no second burst. Default 5 s (keepalived's garp_master_delay).</summary>
    public TimeSpan SecondBurstDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A master announces again this often; 0 = never. Default 0 (keepalived's garp_master_refresh).</summary>
    public TimeSpan RefreshInterval { get; init; }

    /// <summary>Announcements per address in a refresh. 1 to 100, default 1.</summary>
    public int RefreshRepeat { get; init; } = 1;

    /// <summary>Announcements per address after a lower master was heard; 0 = none. Null = <see cref="Repeat"/> (keepalived's garp_lower_prio_repeat).</summary>
    public int? LowerPriorityRepeat { get; init; }

    /// <summary>Time to the second burst after a lower master was heard; 0 = none. Null = <see cref="SecondBurstDelay"/>.</summary>
    public TimeSpan? LowerPriorityDelay { get; init; }

    /// <summary>Pause between two gratuitous ARPs on one interface, microseconds count; default 0 (keepalived's vrrp_garp_interval).</summary>
    public TimeSpan ArpInterval { get; init; }

    /// <summary>Pause between two unsolicited neighbour advertisements on one interface; default 0 (keepalived's vrrp_gna_interval).</summary>
    public TimeSpan NeighbourInterval { get; init; }
}
