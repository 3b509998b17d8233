using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Simulation;

/// <summary>
/// Directors on one wire, in virtual time. Everything that is left to chance comes from the seed, so a run can be repeated
/// exactly. It never sleeps and asserts nothing.
/// </summary>
public sealed class SimulatedNetwork(int seed)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, (long At, long Order)> _queue = new();
    private readonly List<SimulatedDirector> _directors = [];
    private readonly Dictionary<SimulatedDirector, int> _partition = [];
    private long _order;

    /// <summary>Called after each step of a director.</summary>
    public event Action<SimulatedStep>? Stepped;

    /// <summary>The time on the wall; each director's own clock drifts from it.</summary>
    public MonotonicTime Now { get; private set; }

    /// <summary>What the wire does to packets sent from now on.</summary>
    public NetworkFaults Faults { get; set; } = NetworkFaults.None;

    /// <summary>The directors in the order added.</summary>
    public IReadOnlyList<SimulatedDirector> Directors => _directors;

    /// <summary>Puts a director on the wire; it runs after <see cref="SimulatedDirector.Start"/>.</summary>
    public SimulatedDirector Add(string name, IPAddress address, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, double clockDriftPpm = 0)
    {
        var director = new SimulatedDirector(this, name, address, definition, participant, clockDriftPpm);
        _directors.Add(director);
        _partition[director] = 0;
        return director;
    }

    /// <summary>The director called <paramref name="name"/>.</summary>
    public SimulatedDirector this[string name] => _directors.First(director => director.Name == name);

    /// <summary>Moves a director into a part of the network; packets do not cross parts. All start in part 0.</summary>
    public void MoveTo(SimulatedDirector director, int part) => _partition[director] = part;

    /// <summary>In which part of the network it is.</summary>
    public int PartOf(SimulatedDirector director) => _partition[director];

    /// <summary>Joins all parts again.</summary>
    public void Heal()
    {
        foreach (SimulatedDirector director in _directors) _partition[director] = 0;
    }

    /// <summary>Does something at a time from now on; things at the same time happen in the order they were planned.</summary>
    public void At(MonotonicTime time, Action action) => _queue.Enqueue(action, (Math.Max(time.Nanoseconds, Now.Nanoseconds), _order++));

    /// <summary>Runs everything up to and including <paramref name="end"/>.</summary>
    public void RunUntil(MonotonicTime end)
    {
        while (_queue.TryPeek(out _, out (long At, long Order) next) && next.At <= end.Nanoseconds)
        {
            Now = new MonotonicTime(next.At);
            _queue.Dequeue()();
        }

        Now = end;
    }

    /// <summary>Runs for a while.</summary>
    public void RunFor(TimeSpan span) => RunUntil(Now + span);

    internal void Observe(SimulatedStep step) => Stepped?.Invoke(step);

    internal void WakeAt(MonotonicTime time, Action wake)
    {
        TimeSpan lateness = Faults.MaxTimerLateness > TimeSpan.Zero ? Faults.MaxTimerLateness * _random.NextDouble() : TimeSpan.Zero;
        At(time + lateness, wake);
    }

    internal void Send(SimulatedDirector sender, byte[] datagram)
    {
        foreach (SimulatedDirector receiver in _directors)
        {
            if (receiver == sender || _random.NextDouble() < Faults.Loss) continue;
            int copies = _random.NextDouble() < Faults.Duplication ? 2 : 1;
            for (; copies > 0; copies--) Carry(sender, receiver, datagram);
        }
    }

    private void Carry(SimulatedDirector sender, SimulatedDirector receiver, byte[] datagram)
    {
        TimeSpan delay = Faults.MinDelay + ((Faults.MaxDelay - Faults.MinDelay) * _random.NextDouble());
        At(Now + delay, () =>
        {
            if (_partition[sender] == _partition[receiver]) receiver.Deliver(datagram);
        });
    }
}
