namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Intervals, delays and counts of an instance are inside what protocol and kernel can carry.</summary>
internal sealed class TimingRule : InstanceRule
{
    protected override void Check(VrrpInstanceDefinition instance, string pointer, ProblemList problems)
    {
        if (instance.Version is not (VrrpVersion.V2 or VrrpVersion.V3))
            problems.Error($"{pointer}/version", "version.unknown", $"{instance.Name}: the version must be 2 or 3.");
        else if (!instance.AdvertisementInterval.IsValid(instance.Version))
            problems.Error($"{pointer}/advertisementIntervalMs", "interval.range", instance.Version == VrrpVersion.V2
                ? (Sentence)$"{instance.Name}: VRRPv2 carries whole seconds from 1 to 255, not {instance.AdvertisementInterval}; choose whole seconds or version 3."
                : $"{instance.Name}: VRRPv3 carries 0.01 s to 40.95 s, not {instance.AdvertisementInterval}; choose an interval in that range.");
        if (instance.DownTimerAdverts is < 1 or > 100)
            problems.Error($"{pointer}/downTimerAdverts", "downTimerAdverts.range", $"{instance.Name}: downTimerAdverts must be 1 to 100, not {instance.DownTimerAdverts}; 3 is usual.");
        if (instance.PreemptDelay < TimeSpan.Zero || instance.PreemptDelay > TimeSpan.FromSeconds(1000))
            problems.Error($"{pointer}/preemptDelayMs", "preemptDelay.range", $"{instance.Name}: the preempt delay must be 0 to 1000 s; choose a value in that range.");
        if (instance.TimerExpiredBackup is < 1 or > 254)
            problems.Error($"{pointer}/timerExpiredBackup", "timerExpiredBackup.range", $"{instance.Name}: timerExpiredBackup is the highest priority of the others, 1 to 254, not {instance.TimerExpiredBackup}.");
    }
}
