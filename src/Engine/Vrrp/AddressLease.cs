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
    private const int MinimumIntervals = 4;
    private const int CentisecondsPerSecond = 100;

    private MonotonicTime _renewedAt;

    /// <summary>
    /// Kernel lifetime in whole seconds: the smallest of at least 4 intervals (one more than <see cref="VrrpInstanceDefinition.DownTimerAdverts"/>
    /// where that is longer), at least 2 s. Null = the definition asks for no lease.
    /// </summary>
    public static int? SecondsFor(VrrpInstanceDefinition definition)
    {
        if (!definition.UseLease) return null;
        int intervals = Math.Max(MinimumIntervals, definition.DownTimerAdverts + 1);
        int centiseconds = intervals * definition.AdvertisementInterval.Centiseconds;
        return Math.Max(MinimumSeconds, (centiseconds + CentisecondsPerSecond - 1) / CentisecondsPerSecond);
    }

    /// <summary>The addresses were given a full lifetime.</summary>
    public void Renewed(MonotonicTime now) => _renewedAt = now;

    /// <summary>Is it time to renew after an advert?</summary>
    public readonly bool IsRenewalDue(MonotonicTime now) => now - _renewedAt >= RenewalSpacing;

    /// <summary>Has the kernel dropped the addresses, because nothing renewed them for a whole lifetime?</summary>
    public readonly bool HasRunOut(MonotonicTime now, int leaseSeconds) => now - _renewedAt >= TimeSpan.FromSeconds(leaseSeconds);
}
