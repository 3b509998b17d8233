using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp.SplitBrain;

/// <content>What comes out: announcements, events, the diagnosis.</content>
public sealed partial class SplitBrainWatch
{
    /// <summary>Shortest time between two announcements that are asked for, and between two drawings of a diagnosis: a storm of signs must not become one of ours.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);

    private MonotonicTime? _announcedAt;
    private MonotonicTime _drawnAt;
    private MonotonicTime _since;
    private MonotonicTime _until;
    private bool _announceWanted;
    private bool _changed;
    private bool _hasBegun;
    private string? _ended;

    /// <summary>The split brain that goes on, as last drawn by <see cref="Tell"/>; null = none.</summary>
    public SplitBrainDiagnosis? Current { get; private set; }

    /// <summary>Should the addresses be announced now, because neighbours may hold another MAC address? Says so once per wish, at most each <see cref="Spacing"/>; a wish that comes too soon waits.</summary>
    public bool TakeAnnouncement(MonotonicTime now)
    {
        if (!_announceWanted || (_announcedAt is { } last && now - last < Spacing)) return false;
        _announceWanted = false;
        _announcedAt = now;
        return true;
    }

    /// <summary>Is there something to <see cref="Tell"/>? Began or ended: at once; more signs of the same: at most each <see cref="Spacing"/>.</summary>
    public bool HasNews(MonotonicTime now) => _hasBegun || _ended is not null || (IsSplit && _changed && now - _drawnAt >= Spacing);

    /// <summary>Draws <see cref="Current"/> anew and says what began or ended.</summary>
    /// <param name="now">The time.</param>
    /// <param name="utcNow">The same moment on the wall clock.</param>
    /// <returns>The event; null = the same split brain goes on, or there is none. Call it as long as <see cref="HasNews"/> says so.</returns>
    public EngineEvent? Tell(MonotonicTime now, DateTimeOffset utcNow)
    {
        if (!IsSplit && !_hasBegun && _ended is null) return null;
        SplitBrainDiagnosis drawn = Draw(now, utcNow);
        if (!_hasBegun && _ended is { } how)
        {
            _suspects.Clear();
            (Current, _ended, _awaitsGrace) = (null, null, false);
            return new SplitBrainEnded(drawn, _until - _since, how);
        }

        bool begins = _hasBegun;
        (_hasBegun, _changed, _drawnAt, Current) = (false, false, now, drawn);
        return begins ? new SplitBrainStarted(drawn) : null;
    }

    private void WantAnnouncement() => _announceWanted = true;

    private void Begin(MonotonicTime now, MonotonicTime since)
    {
        IsSplit = true;
        _drawnAt = now;
        // Over and back before anybody was told: it goes on.
        if (_ended is null) (_hasBegun, _since) = (true, since);
        _ended = null;
    }

    private void End(MonotonicTime now, MonotonicTime until, string how)
    {
        (IsSplit, _ended, _until, _drawnAt) = (false, how, until, now);
        // The other one has announced the addresses, and its neighbours still believe it.
        if (IsMaster) WantAnnouncement();
    }

    private SplitBrainDiagnosis Draw(MonotonicTime now, DateTimeOffset utcNow) =>
        new SplitBrainPicture(_definition, _participant, now, utcNow).Draw(_suspects.Places, BlockedNeighbour(), _since);

    /// <summary>The neighbour that answers while no advert comes at all; null = adverts come, or none answers.</summary>
    private BlockedNeighbour? BlockedNeighbour()
    {
        bool isSilent = _anyAdvertAt is not { } heard || heard < _masterSince;
        return isSilent && _neighbour.Count > 0 ? new BlockedNeighbour(_neighbour.Address, _neighbour.First, _neighbour.Last, _neighbour.Count) : null;
    }
}
