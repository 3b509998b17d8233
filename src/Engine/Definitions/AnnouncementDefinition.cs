namespace KeepaliveConsole.Engine.Definitions;

/// <summary>How a new master tells the neighbourhood that the address moved (gratuitous ARP, unsolicited neighbour advertisement).</summary>
public sealed record AnnouncementDefinition
{
    /// <summary>Announcements per address and burst. 1 to 100, default 5 (keepalived's garp_master_repeat).</summary>
    public int Repeat { get; init; } = 5;

    /// <summary>Time to the second burst. 0 = no second burst. Default 5 s (keepalived's garp_master_delay).</summary>
    public TimeSpan SecondBurstDelay { get; init; } = TimeSpan.FromSeconds(5);
}
