namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Adverts that are nearly due leave with one that is: that costs less than a wake of its own, and those who listen hear them together.
/// The next one is due as if this one had not been early.
/// </summary>
internal static class AdvertCompany
{
    /// <summary>This part of its interval, a hundredth, an advert may be early.</summary>
    private const int Share = 100;

    /// <summary>Does an advert leave now?</summary>
    /// <param name="now">The time.</param>
    /// <param name="due">When it is due.</param>
    /// <param name="interval">Between its adverts.</param>
    /// <param name="isOneDue">Does another leave in this moment because it is due?</param>
    public static bool Leaves(MonotonicTime now, MonotonicTime due, TimeSpan interval, bool isOneDue) => due <= now || (isOneDue && due - now <= interval / Share);
}
