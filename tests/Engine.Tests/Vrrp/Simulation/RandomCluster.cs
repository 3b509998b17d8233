using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit.Simulation;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Simulation;

/// <summary>A cluster of two to four directors and a sequence of faults, all from one seed.</summary>
internal sealed class RandomCluster
{
    /// <summary>What is added to the seed for what the wire does.</summary>
    public const int NetworkSeedOffset = 1_000_000;

    // Not 10 ms beside 3 s: a phase lasts many of the longest intervals, and the test would spend its time on the shortest.
    private static readonly int[][] s_v3Centiseconds = [[1, 2, 5], [10, 25, 50], [100, 200, 300]];
    private static readonly int[] s_priorities = [50, 100, 100, 150, 200];

    private readonly Random _random;

    public RandomCluster(int seed)
    {
        _random = new Random(seed);
        Network = new SimulatedNetwork(seed + NetworkSeedOffset);
        bool isV3 = _random.Next(2) == 0;
        bool hasOwner = _random.Next(6) == 0;
        Preempts = _random.Next(3) > 0;
        PreemptDelay = Preempts && _random.Next(4) == 0;
        UsesLease = _random.Next(4) > 0;
        int[] centiseconds = s_v3Centiseconds[_random.Next(s_v3Centiseconds.Length)];
        int v2Seconds = _random.Next(1, 3);
        int count = _random.Next(2, 5);
        for (int index = 0; index < count; index++)
        {
            AdvertisementInterval interval = isV3 ? new AdvertisementInterval(centiseconds[_random.Next(centiseconds.Length)]) : AdvertisementInterval.FromSeconds(v2Seconds);
            int priority = hasOwner && index == 0 ? 255 : s_priorities[_random.Next(s_priorities.Length)];
            AddDirector(index, isV3 ? VrrpVersion.V3 : VrrpVersion.V2, interval, priority);
        }
    }

    public SimulatedNetwork Network { get; }

    public bool Preempts { get; }

    public bool PreemptDelay { get; }

    public bool UsesLease { get; }

    /// <summary>The longest interval of any director.</summary>
    public TimeSpan Interval => Network.Directors.Max(director => director.Definition.AdvertisementInterval.Span);

    /// <summary>
    /// Until exactly one master is left once the network works: the longest master-down interval and an advert; the preempt delay with a
    /// timer of its own; the shortest lease and VRRPv2's skew of up to a second do not shrink with the interval.
    /// </summary>
    public TimeSpan ConvergenceBound => (Interval * 5) + (PreemptDelay ? Interval * 7 : TimeSpan.Zero) + TimeSpan.FromSeconds(2);

    public void StartAll()
    {
        foreach (SimulatedDirector director in Network.Directors)
            Network.At(Network.Now + (Interval * 2 * _random.NextDouble()), director.Start);
    }

    /// <summary>Loss, delay, duplication and late loops, within what should not matter or beyond it.</summary>
    public void Disturb() => Network.Faults = new NetworkFaults
    {
        Loss = _random.NextDouble() * 0.4,
        Duplication = _random.NextDouble() * 0.2,
        MaxDelay = Interval * (0.2 * _random.NextDouble()),
        MinDelay = TimeSpan.Zero,
        MaxTimerLateness = Interval * (0.5 * _random.NextDouble()),
    };

    /// <summary>One thing that happens to one director, or to the wire.</summary>
    public void Happen()
    {
        SimulatedDirector director = Network.Directors[_random.Next(Network.Directors.Count)];
        switch (_random.Next(14))
        {
            case 0: director.Crash(); break;
            case 1: director.Stop(); break;
            case 2: director.Start(); break;
            case 3: director.Freeze(); break;
            case 4: director.Thaw(); break;
            case 5: director.SetLink(!director.IsLinkUp); break;
            case 6: director.Give(VrrpInput.TrackingIs(new TrackEffect(_random.Next(-253, 254), null))); break;
            case 7: director.Give(VrrpInput.AnnounceRequested); break;
            case 8: director.Give(VrrpInput.TimerElapsed); break;
            case 9: director.Give(VrrpInput.YieldRequested); break;
            case 10: Release(director, !director.Participant.Released); break;
            case 11: director.Give(VrrpInput.TrackingIs(new TrackEffect(0, _random.Next(2) == 0 ? "chk_nginx is down" : null))); break;
            case 12: Restart(director); break;
            default: Split(); break;
        }
    }

    public void Split()
    {
        foreach (SimulatedDirector director in Network.Directors) Network.MoveTo(director, _random.Next(2));
    }

    /// <summary>Everything works again. A killed process is started anew only now and then.</summary>
    public void Repair()
    {
        Network.Heal();
        Network.Faults = NetworkFaults.None;
        foreach (SimulatedDirector director in Network.Directors)
        {
            director.Thaw();
            if (!director.IsLinkUp) director.SetLink(true);
            Release(director, false);
            director.Give(VrrpInput.TrackingIs(new TrackEffect(_random.Next(-20, 20), null)));
            director.Give(VrrpInput.ResumeRequested);
        }

        if (_random.Next(2) == 0 || Network.Directors.All(director => !director.IsAlive)) foreach (SimulatedDirector director in Network.Directors) director.Start();
    }

    /// <summary>A stretch of up to three intervals.</summary>
    public TimeSpan SomeTime() => Interval * (3 * _random.NextDouble());

    private static void Release(SimulatedDirector director, bool isReleased)
    {
        if (director.IsFrozen) return;
        director.Define(director.Definition, director.Participant with { Released = isReleased });
    }

    // A process that is killed and at once replaced by another one, which goes on where it was.
    private static void Restart(SimulatedDirector director)
    {
        bool wasMaster = director.State == VrrpState.Master;
        director.Crash();
        if (wasMaster) director.TakeUp();
        else director.Start();
    }

    private void AddDirector(int index, VrrpVersion version, AdvertisementInterval interval, int priority)
    {
        var participant = new VrrpParticipantDefinition { Node = $"lb{index}", Interface = "eth0", Priority = new VrrpPriority((byte)priority) };
        var definition = new VrrpInstanceDefinition
        {
            Name = "VI_SIM",
            VirtualRouterId = new VirtualRouterId(51),
            Version = version,
            AdvertisementInterval = interval,
            Preempt = Preempts,
            PreemptDelay = PreemptDelay ? interval.Span * 2 : TimeSpan.Zero,
            UseLease = UsesLease,
            TimerExpiredBackup = Preempts || _random.Next(2) == 0 ? null : 200,
            HigherPrioritySendAdvertisement = _random.Next(4) > 0,
            LowerPriorityNoAdvertisement = _random.Next(8) == 0,
            VirtualRoutes = _random.Next(2) == 0 ? [] : [new VirtualRouteDefinition { Gateway = IPAddress.Parse("10.88.0.1") }],
            VirtualAddresses = [InstanceDriver.Vip("10.88.0.100"), InstanceDriver.Vip("10.88.0.101")],
        };
        double drift = (_random.NextDouble() - 0.5) * 1000;
        Network.Add(participant.Node, IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.88.0.{10 + index}")), definition, participant, drift);
    }
}
