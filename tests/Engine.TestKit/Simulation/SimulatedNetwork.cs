using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Simulation;

/// <summary>
/// Directors on one or more wires (heartbeat lines), in virtual time. Everything that is left to chance comes from the seed, so a run can be
/// repeated exactly. It never sleeps and asserts nothing.
/// </summary>
public sealed class SimulatedNetwork(int seed)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, (long At, long Order)> _queue = new();
    private readonly List<SimulatedDirector> _directors = [];
    private readonly Dictionary<(SimulatedDirector Director, int Line), int> _partition = [];
    private readonly HashSet<(SimulatedDirector From, SimulatedDirector To, int Line)> _oneWay = [];
    private long _order;

    /// <summary>Called after each step of a director.</summary>
    public event Action<SimulatedStep>? Stepped;

    /// <summary>The time on the wall; each director's own clock drifts from it.</summary>
    public MonotonicTime Now { get; private set; }

    /// <summary>What the wires do to packets sent from now on.</summary>
    public NetworkFaults Faults { get; set; } = NetworkFaults.None;

    /// <summary>The directors in the order added.</summary>
    public IReadOnlyList<SimulatedDirector> Directors => _directors;

    /// <summary>Puts a director on the wire; it runs after <see cref="SimulatedDirector.Start"/>.</summary>
    public SimulatedDirector Add(string name, IPAddress address, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, double clockDriftPpm = 0) =>
        Add(name, [address], definition, participant, clockDriftPpm);

    /// <summary>Puts a director on several wires, with an address on each.</summary>
    public SimulatedDirector Add(string name, IReadOnlyList<IPAddress> addresses, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, double clockDriftPpm = 0)
    {
        var director = new SimulatedDirector(this, name, addresses, definition, participant, clockDriftPpm);
        _directors.Add(director);
        return director;
    }

    /// <summary>The director called <paramref name="name"/>.</summary>
    public SimulatedDirector this[string name] => _directors.First(director => director.Name == name);

    /// <summary>Moves a director into a part of the network, on every line; packets do not cross parts. All start in part 0.</summary>
    public void MoveTo(SimulatedDirector director, int part)
    {
        for (int line = 0; line < director.Addresses.Count; line++) MoveTo(director, part, line);
    }

    /// <summary>Moves a director into a part of one line.</summary>
    public void MoveTo(SimulatedDirector director, int part, int line) => _partition[(director, line)] = part;

    /// <summary>In which part of the network it is.</summary>
    public int PartOf(SimulatedDirector director, int line = 0) => _partition.GetValueOrDefault((director, line));

    /// <summary>Packets from one director do not reach the other on this line; the other way they do.</summary>
    public void Deafen(SimulatedDirector from, SimulatedDirector to, int line) => _oneWay.Add((from, to, line));

    /// <summary>Joins all parts of all lines again.</summary>
    public void Heal()
    {
        _partition.Clear();
        _oneWay.Clear();
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

    internal void Send(SimulatedDirector sender, int line, byte[] datagram)
    {
        foreach (SimulatedDirector receiver in _directors)
        {
            if (receiver == sender || line >= receiver.Addresses.Count || _random.NextDouble() < Faults.Loss) continue;
            int copies = _random.NextDouble() < Faults.Duplication ? 2 : 1;
            for (; copies > 0; copies--) Carry(sender, receiver, line, datagram);
        }
    }

    private void Carry(SimulatedDirector sender, SimulatedDirector receiver, int line, byte[] datagram)
    {
        TimeSpan delay = Faults.MinDelay + ((Faults.MaxDelay - Faults.MinDelay) * _random.NextDouble());
        At(Now + delay, () =>
        {
            if (PartOf(sender, line) == PartOf(receiver, line) && !_oneWay.Contains((sender, receiver, line))) receiver.Deliver(line, datagram);
        });
    }
}
