using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit.Simulation;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Simulation;

/// <summary>
/// Two routers of the same priority on two or three heartbeat lines that are cut, deaf one way, or without carrier on one side, each for itself, and that order
/// the two addresses differently. Once any line connects them both ways: one master within a master-down interval and an advert, never none for good, no flapping.
/// </summary>
public class LineSimulationTests
{
    private const int Seeds = 2000;

    [Fact]
    public void Step_LinesFailOneByOne_OneMasterInTime()
    {
        long ties = SimulationSeeds.Run(Seeds, Play);
        Assert.True(ties > Seeds / 4, $"only {ties} ties had to be settled");
    }

    /// <summary>Runs one seed and returns the number of ties that were settled.</summary>
    internal static int Play(int seed)
    {
        var random = new Random(seed);
        var network = new SimulatedNetwork(seed);
        int lines = random.Next(2, 4);
        bool isV3 = random.Next(2) == 0;
        AdvertisementInterval interval = isV3 ? new AdvertisementInterval(random.Next(1, 101)) : AdvertisementInterval.FromSeconds(random.Next(1, 3));
        SimulatedDirector one = Add(network, random, "lb1", lines, interval, isV3, 11);
        SimulatedDirector two = Add(network, random, "lb2", lines, interval, isV3, 12);
        TimeSpan masterDown = (interval.Span * 3) + (isV3 ? interval.Span : TimeSpan.FromSeconds(1));
        TimeSpan bound = (lines == 2 ? masterDown : interval.Span * 4.4) + (interval.Span * 1.1);
        MonotonicTime? bothSince = null, connectedAt = null;
        int transitions = 0, ties = 0;
        network.Stepped += step =>
        {
            StepInvariants.Assert(step);
            bothSince = one.State == VrrpState.Master && two.State == VrrpState.Master ? bothSince ?? step.At : null;
            if (bothSince is { } both && connectedAt is { } connected && step.At - (both > connected ? both : connected) > bound)
                Assert.Fail(Picture(seed, transitions, "two masters for too long", network));
            if (step.Outputs.Count == 0 || step.Outputs[^1].Transition is not { } transition) return;
            transitions++;
            if (transition.Cause == TransitionCause.SamePriorityHigherAddress) ties++;
        };

        one.Start();
        two.Start();
        for (int phase = 0; phase < 4; phase++)
        {
            connectedAt = null;
            for (int line = 0; line < lines; line++) Break(network, random, one, two, line);
            network.RunFor(interval.Span * (12 * random.NextDouble()));

            // Something connects them both ways again; what else is broken may stay so.
            int healed = random.Next(lines);
            network.Heal();
            one.SetLink(true, healed);
            two.SetLink(true, healed);
            for (int line = 0; line < lines; line++)
                if (line != healed && random.Next(2) == 0) Break(network, random, one, two, line);
            connectedAt = network.Now;
            network.RunFor((masterDown * 2) + bound + (interval.Span * 2));
            Assert.True((one.State == VrrpState.Master) != (two.State == VrrpState.Master), Picture(seed, phase, "not one master", network));

            int before = transitions;
            network.RunFor(interval.Span * 30);
            Assert.True(before == transitions, Picture(seed, phase, $"{transitions - before} transitions without a cause", network));
        }

        return ties;
    }

    private static void Break(SimulatedNetwork network, Random random, SimulatedDirector one, SimulatedDirector two, int line)
    {
        one.SetLink(true, line);
        two.SetLink(true, line);
        network.MoveTo(two, 0, line);
        switch (random.Next(6))
        {
            case 0: network.MoveTo(two, 1, line); break;
            case 1: network.MoveTo(two, 1, line); break;
            case 2: one.SetLink(false, line); break;
            case 3: two.SetLink(false, line); break;
            case 4: network.Deafen(one, two, line); break;
            default: network.Deafen(two, one, line); break;
        }
    }

    private static SimulatedDirector Add(SimulatedNetwork network, Random random, string name, int lines, AdvertisementInterval interval, bool isV3, int last)
    {
        var definition = new VrrpInstanceDefinition
        {
            Name = "VI_SIM",
            VirtualRouterId = new VirtualRouterId(51),
            Version = isV3 ? VrrpVersion.V3 : VrrpVersion.V2,
            AdvertisementInterval = interval,
            VirtualAddresses = [InstanceDriver.Vip()],
        };
        var participant = new VrrpParticipantDefinition { Node = name, Interface = "eth0", MoreInterfaces = lines == 2 ? ["eth1"] : ["eth1", "eth2"] };
        IPAddress[] addresses = [.. Enumerable.Range(0, lines).Select(line =>
            IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.88.{line}.{(line % 2 == 0 ? last : 100 - last)}")))];
        return network.Add(name, addresses, definition, participant, (random.NextDouble() - 0.5) * 200);
    }

    private static string Picture(int seed, int phase, string what, SimulatedNetwork network) =>
        $"Seed {seed}, phase {phase}: {what} at {network.Now}: {string.Join(", ", network.Directors.Select(director => $"{director.Name} {director.State}"))}";
}
