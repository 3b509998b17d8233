using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>The last 60 probes of a real server, for the heartbeat bar.</summary>
internal sealed class BeatRing
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 60;

    // Grows to its capacity: a server that was just added, one of thousands, should not cost 60 empty places.
    private readonly List<ProbeBeat> _beats = [];
    private int _oldest;
    private ValueArray<ProbeBeat>? _picture;

    /// <summary>Adds the newest; the oldest leaves when all places are taken.</summary>
    public void Add(ProbeBeat beat)
    {
        _picture = null;
        if (_beats.Count < Capacity)
        {
            _beats.Add(beat);
            return;
        }

        _beats[_oldest] = beat;
        _oldest = (_oldest + 1) % Capacity;
    }

    /// <summary>All of them, oldest first. The same value until the next <see cref="Add"/>, so that a picture taken often costs nothing.</summary>
    public ValueArray<ProbeBeat> Picture()
    {
        if (_picture is { } taken) return taken;
        var beats = new ProbeBeat[_beats.Count];
        for (int i = 0; i < beats.Length; i++) beats[i] = _beats[(_oldest + i) % beats.Length];
        ValueArray<ProbeBeat> picture = new(beats);
        _picture = picture;
        return picture;
    }
}
