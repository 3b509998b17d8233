namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>The last probes of one check. It grows as they come: a check that runs once an hour costs nothing. Not synchronised.</summary>
internal sealed class ProbeRing
{
    /// <summary>Kept of each check at least: ten minutes at one a second.</summary>
    public const int LeastCapacity = 600;

    /// <summary>Kept of each check at most: ten minutes at ten a second.</summary>
    public const int MostCapacity = 6000;

    private const int AllTogether = 6_000_000;

    private ProbeBrief[] _briefs = [];
    private int _oldest;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The probe at <paramref name="index"/>, 0 = the oldest.</summary>
    public ref readonly ProbeBrief this[int index] => ref _briefs[(_oldest + index) % _briefs.Length];

    /// <summary>How many are kept of each of <paramref name="checks"/>.</summary>
    public static int CapacityFor(int checks) => Math.Clamp(AllTogether / Math.Max(1, checks), LeastCapacity, MostCapacity);

    /// <summary>Adds the newest; the oldest leaves when <paramref name="capacity"/> are there.</summary>
    public void Add(ProbeBrief brief, int capacity)
    {
        if (Count < _briefs.Length)
        {
            _briefs[(_oldest + Count++) % _briefs.Length] = brief;
        }
        else if (Count < capacity)
        {
            var grown = new ProbeBrief[Math.Min(capacity, Math.Max(16, 2 * Count))];
            for (int i = 0; i < Count; i++) grown[i] = this[i];
            (_briefs, _oldest) = (grown, 0);
            _briefs[Count++] = brief;
        }
        else
        {
            _briefs[_oldest] = brief;
            _oldest = (_oldest + 1) % _briefs.Length;
        }
    }
}
