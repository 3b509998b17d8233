using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>
/// The kernel lifetime of a master's addresses: long enough that a living master never loses them and that a dead one's are not
/// gone before a backup has taken over, and no longer.
/// </summary>
internal struct AddressLease
{
    /// <summary>Shortest time between two renewals; below a 250 ms interval not every advert renews.</summary>
    public static readonly TimeSpan RenewalSpacing = TimeSpan.FromMilliseconds(250);

    private const int MinimumSeconds = 2;
    private const int MinimumIntervals = 2;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly VrrpPriority s_lowest = new(1);

    private MonotonicTime _renewedAt;

    /// <summary>
    /// Kernel lifetime in whole seconds: the master-down interval of the slowest node that may take over from <paramref name="node"/>, rounded up, at least 2 s
    /// and at least two intervals and a skew, so that one lost renewal loses nothing. At 1 s: 4 s. Null = the definition asks for no lease.
    /// </summary>
    public static int? SecondsFor(VrrpInstanceDefinition definition, string? node = null)
    {
        if (!definition.UseLease) return null;
        int intervals = Math.Max(MinimumIntervals, definition.DownTimerAdverts);
        long wait = ElectionTimers.MasterDownNanoseconds(definition.Version, SlowestSuccessor(definition, node), definition.AdvertisementInterval, intervals);
        return (int)Math.Max(MinimumSeconds, (wait + NanosecondsPerSecond - 1) / NanosecondsPerSecond);
    }

    /// <summary>The addresses were given a full lifetime.</summary>
    public void Renewed(MonotonicTime now) => _renewedAt = now;

    /// <summary>Is it time to renew after an advert?</summary>
    public readonly bool IsRenewalDue(MonotonicTime now) => now - _renewedAt >= RenewalSpacing;

    /// <summary>Has the kernel dropped the addresses, because nothing renewed them for a whole lifetime?</summary>
    public readonly bool HasRunOut(MonotonicTime now, int leaseSeconds) => now - _renewedAt >= TimeSpan.FromSeconds(leaseSeconds);

    // A VRRPv3 skew grows with the interval: at 40 s the slowest priority takes over 24 s after priority 150, and for so long two would hold the
    // addresses. So the priorities of the others count where they are known; one that tracking may lower counts as the lowest.
    private static VrrpPriority SlowestSuccessor(VrrpInstanceDefinition definition, string? node)
    {
        VrrpPriority slowest = VrrpPriority.Owner;
        foreach (VrrpParticipantDefinition other in definition.Participants.Span)
        {
            if (other.Node == node) continue;
            if (other.Tracks.Count > 0) return s_lowest;
            if (other.Priority < slowest) slowest = other.Priority;
        }

        return slowest == VrrpPriority.Owner ? s_lowest : slowest;
    }
}
