using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// The last probes of one check as pictures show them. Pictures share its memory: what one of them shows is never written again, so
/// with thousands of probes a second a probe costs a beat and not a copy of sixty, which the collector would have to carry along. Not synchronised.
/// </summary>
internal sealed class BeatStrip
{
    /// <summary>How many are shown.</summary>
    public const int Shown = 60;

    // The shown are copied once in so many probes.
    private const int Room = 30;

    private ProbeBeat[] _beats = [];
    private int _start;
    private int _end;

    /// <summary>The last <see cref="Shown"/>, oldest first.</summary>
    public ValueArray<ProbeBeat> Beats => new(_beats, _start, _end - _start);

    /// <summary>Adds the newest.</summary>
    public void Add(ProbeBeat beat)
    {
        if (_end - _start == Shown) _start++;
        if (_end == _beats.Length)
        {
            int count = _end - _start;
            var next = new ProbeBeat[Math.Min(Shown + Room, Math.Max(16, 2 * count))];
            Beats.Span.CopyTo(next);
            (_beats, _start, _end) = (next, 0, count);
        }

        _beats[_end++] = beat;
    }
}
