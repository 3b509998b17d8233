using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit.Simulation;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Simulation;

/// <summary>Two nodes with a sync group of two instances, through faults of single instances: when all is well one node is master of both, and stays it.</summary>
public class GroupSimulationTests
{
    private const int Seeds = 2000;

    [Fact]
    public void Step_FaultsOfMembers_OneNodeIsMasterOfTheWholeGroup()
    {
        long followed = SimulationSeeds.Run(Seeds, Play);
        Assert.True(followed > Seeds, $"only {followed} times a member followed its group");
    }

    /// <summary>Runs one seed and returns how often a member followed its group.</summary>
    internal static int Play(int seed)
    {
        var random = new Random(seed);
        // As late as real loops are. Two nodes in perfect step whose members have each other's priorities would take over from one another for ever.
        var network = new SimulatedNetwork(seed) { Faults = NetworkFaults.None with { MaxTimerLateness = TimeSpan.FromMilliseconds(1) } };
        int followed = 0, transitions = 0;
        network.Stepped += step =>
        {
            if (step.Outputs.Count == 0 || step.Outputs[^1].Transition is not { } transition) return;
            transitions++;
            if (transition.Cause == TransitionCause.GroupFollowed) followed++;
        };

        SimulatedDirector[][] nodes = [AddNode(network, random, 1), AddNode(network, random, 2)];
        foreach (SimulatedDirector director in network.Directors) director.Start();
        for (int phase = 0; phase < 4; phase++)
        {
            for (int fault = 0; fault < 4; fault++)
            {
                Happen(random, network.Directors[random.Next(4)]);
                network.RunFor(TimeSpan.FromSeconds(4 * random.NextDouble()));
            }

            foreach (SimulatedDirector director in network.Directors) Repair(director);
            network.RunFor(TimeSpan.FromSeconds(25));
            int before = transitions;
            network.RunFor(TimeSpan.FromSeconds(25));
            string picture = string.Join(", ", network.Directors.Select(director => $"{director.Name} {director.State} {director.EffectivePriority}"));
            Assert.True(before == transitions, $"Seed {seed}, phase {phase}: {transitions - before} transitions without a cause: {picture}");
            Assert.True(nodes.Count(node => node.All(director => director.State == VrrpState.Master)) == 1, $"Seed {seed}, phase {phase}: {picture}");
            Assert.True(nodes.Count(node => node.All(director => director.State == VrrpState.Backup)) == 1, $"Seed {seed}, phase {phase}: {picture}");
        }

        return followed;
    }

    private static void Happen(Random random, SimulatedDirector director)
    {
        switch (random.Next(5))
        {
            case 0: director.SetLink(!director.IsLinkUp); break;
            case 1: director.Give(VrrpInput.TrackingIs(new TrackEffect(0, "chk_nginx is down"))); break;
            case 2: director.Give(VrrpInput.YieldRequested); break;
            case 3: director.Define(director.Definition, director.Participant with { Released = !director.Participant.Released }); break;
            default: director.Give(VrrpInput.TrackingIs(default)); break;
        }
    }

    private static void Repair(SimulatedDirector director)
    {
        if (!director.IsLinkUp) director.SetLink(true);
        director.Give(VrrpInput.TrackingIs(default));
        director.Define(director.Definition, director.Participant with { Released = false });
        director.Give(VrrpInput.ResumeRequested);
    }

    private static SimulatedDirector[] AddNode(SimulatedNetwork network, Random random, int node)
    {
        var group = new SimulatedGroup();
        int priority = random.Next(50, 200);
        return [.. Enumerable.Range(1, 2).Select(instance =>
        {
            var definition = new VrrpInstanceDefinition
            {
                Name = $"VI_{instance}",
                VirtualRouterId = new VirtualRouterId((byte)(50 + instance)),
                VirtualAddresses = [InstanceDriver.Vip($"10.88.{instance}.100")],
            };
            // Now and then the members of a group do not even agree on the priorities.
            int own = random.Next(4) == 0 ? random.Next(50, 200) : priority;
            var participant = new VrrpParticipantDefinition { Node = $"lb{node}", Interface = "eth0", Priority = new VrrpPriority((byte)own) };
            IPAddress address = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.88.{instance}.{10 + node}"));
            SimulatedDirector director = network.Add($"lb{node}/VI_{instance}", address, definition, participant);
            group.Add(director);
            return director;
        })];
    }
}
