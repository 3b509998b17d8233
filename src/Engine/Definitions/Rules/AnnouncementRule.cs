namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Counts and pauses of gratuitous ARP and unsolicited neighbour advertisements.</summary>
internal sealed class AnnouncementRule : InstanceRule
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(4294);
    private static readonly TimeSpan s_longestRefresh = TimeSpan.FromDays(31);

    protected override void Check(VrrpInstanceDefinition instance, string pointer, ProblemList problems)
    {
        AnnouncementDefinition announcement = instance.Announcement;
        string at = $"{pointer}/announcement";
        if (announcement.Repeat is < 1 or > 100)
            problems.Error($"{at}/repeat", "announcement.repeat", $"{instance.Name}: announcements per burst must be 1 to 100, not {announcement.Repeat}; 5 is usual.");
        if (IsOutside(announcement.SecondBurstDelay, s_longest))
            problems.Error($"{at}/secondBurstDelayMs", "announcement.delay", $"{instance.Name}: the second announcement burst must come 0 to 4294 s after the first; 0 means no second burst.");
        if (IsOutside(announcement.RefreshInterval, s_longestRefresh))
            problems.Error($"{at}/refreshIntervalMs", "announcement.refresh", $"{instance.Name}: the announcement refresh must come every 0 s to 31 days; 0 means never.");
        if (announcement.RefreshRepeat is < 1 or > 100)
            problems.Error($"{at}/refreshRepeat", "announcement.refreshRepeat", $"{instance.Name}: announcements per refresh must be 1 to 100, not {announcement.RefreshRepeat}; 1 is usual.");
        if (announcement.LowerPriorityRepeat is < 0 or > 100)
            problems.Error($"{at}/lowerPriorityRepeat", "announcement.lowerPriorityRepeat", $"{instance.Name}: announcements after a lower master must be 0 to 100, not {announcement.LowerPriorityRepeat}; leave it out to use those of a takeover.");
        if (announcement.LowerPriorityDelay is { } delay && IsOutside(delay, s_longest))
            problems.Error($"{at}/lowerPriorityDelayMs", "announcement.lowerPriorityDelay", $"{instance.Name}: the second burst after a lower master must come 0 to 4294 s after the first; 0 means none.");
        if (IsOutside(announcement.ArpInterval, s_longest))
            problems.Error($"{at}/arpIntervalMs", "announcement.pause", $"{instance.Name}: the pause between two gratuitous ARPs must be 0 to 4294 s; 0 means none.");
        if (IsOutside(announcement.NeighbourInterval, s_longest))
            problems.Error($"{at}/neighbourIntervalMs", "announcement.pause", $"{instance.Name}: the pause between two neighbour advertisements must be 0 to 4294 s; 0 means none.");
    }

    private static bool IsOutside(TimeSpan span, TimeSpan longest) => span < TimeSpan.Zero || span > longest;
}
