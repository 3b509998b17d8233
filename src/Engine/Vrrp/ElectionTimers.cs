using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>The two spans of the election, in nanoseconds so that no step is lost to rounding. RFC 3768 §6.1, RFC 9568 §6.1.</summary>
internal static class ElectionTimers
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerCentisecond = 10_000_000;
    private const int PriorityRange = 256;

    /// <summary>An interval in nanoseconds.</summary>
    public static long Nanoseconds(AdvertisementInterval interval) => interval.Centiseconds * NanosecondsPerCentisecond;

    /// <summary>
    /// How much earlier a higher priority takes over. VRRPv2: (256 - priority) / 256 s whatever the interval. VRRPv3: the same
    /// part of the master's interval. Priority 100 at 1 s: 609.375 ms in both.
    /// </summary>
    public static long SkewNanoseconds(VrrpVersion version, VrrpPriority priority, AdvertisementInterval masterInterval)
    {
        // Multiplies before it divides: at 10 ms and priority 254 the skew is 78.125 µs and must not become 0.
        long unit = version == VrrpVersion.V2 ? NanosecondsPerSecond : Nanoseconds(masterInterval);
        return (PriorityRange - priority.Value) * unit / PriorityRange;
    }

    /// <summary>How long a backup waits before it takes over: <paramref name="adverts"/> × interval + skew. At 1 s, 3 and priority 100: 3609.375 ms.</summary>
    public static long MasterDownNanoseconds(VrrpVersion version, VrrpPriority priority, AdvertisementInterval masterInterval, int adverts) =>
        (adverts * Nanoseconds(masterInterval)) + SkewNanoseconds(version, priority, masterInterval);
}
