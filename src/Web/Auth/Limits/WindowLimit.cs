namespace KeepaliveConsole.Web.Auth.Limits;

/// <summary>
/// Counts what is done (failures, requests) by a key (an address, an account) in windows that begin with the first one. Bounded in memory,
/// whatever an attacker sends. It needs no timer: the ready-made limiters wake the process ten times a second, all its life.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="limit">Count in a window from which on a key is over its limit, 1 and up.</param>
/// <param name="window">Length of a window.</param>
internal sealed class WindowLimit(TimeProvider time, int limit, TimeSpan window)
{
    /// <summary>Keys kept at most: 10,000. When there are more, those that began first are forgotten.</summary>
    public const int MostKeys = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Since, int Count)> _counts = [];

    /// <summary>Is this key over its limit?</summary>
    public bool IsOver(string key)
    {
        lock (_gate) return _counts.TryGetValue(key, out var found) && !IsPast(found.Since) && found.Count >= limit;
    }

    /// <summary>Counts one; true = the key is over its limit now.</summary>
    public bool Count(string key)
    {
        lock (_gate)
        {
            if (!_counts.TryGetValue(key, out var found) || IsPast(found.Since))
            {
                if (_counts.Count >= MostKeys) MakeRoom();
                found = (time.GetUtcNow(), 0);
            }

            _counts[key] = found with { Count = found.Count + 1 };
            return found.Count + 1 >= limit;
        }
    }

    /// <summary>Forgets what a key did, after a success.</summary>
    public void Forget(string key)
    {
        lock (_gate) _counts.Remove(key);
    }

    /// <summary>How long the window of this key lasts yet; zero = none is open.</summary>
    public TimeSpan Left(string key)
    {
        lock (_gate) return _counts.TryGetValue(key, out var found) && !IsPast(found.Since) ? window - (time.GetUtcNow() - found.Since) : TimeSpan.Zero;
    }

    private bool IsPast(DateTimeOffset since) => time.GetUtcNow() - since >= window;

    private void MakeRoom()
    {
        foreach (string past in _counts.Where(each => IsPast(each.Value.Since)).Select(each => each.Key).ToArray()) _counts.Remove(past);
        if (_counts.Count < MostKeys) return;
        foreach (string oldest in _counts.OrderBy(each => each.Value.Since).Take(MostKeys / 10).Select(each => each.Key).ToArray()) _counts.Remove(oldest);
    }
}
