using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit.Simulation;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Simulation;

/// <summary>Random clusters through random faults, repeatable by seed.</summary>
public class ElectionSimulationTests
{
    private const int Seeds = 2000;

    [Fact]
    public void Step_RandomFaults_InvariantsHoldAndOneMasterIsLeft()
    {
        long elections = SimulationSeeds.Run(Seeds, Play);
        Assert.True(elections > Seeds, $"only {elections} elections took place");
    }

    /// <summary>19480: left mastership, stood still until its lease had run out, and then heard a release before its timer was looked at.</summary>
    [Theory]
    [InlineData(19480)]
    public void Step_SeedThatOnceFailed_Passes(int seed) => Assert.True(Play(seed) > 0);

    [Fact]
    public void Step_SameSeed_SameHistory()
    {
        for (int seed = 0; seed < 10; seed++) Assert.Equal(History(seed), History(seed));
    }

    /// <summary>Runs one seed and returns the number of times somebody became master.</summary>
    internal static int Play(int seed)
    {
        var cluster = new RandomCluster(seed);
        SimulatedNetwork network = cluster.Network;
        int elections = 0;
        int transitions = 0;
        network.Stepped += step =>
        {
            try
            {
                StepInvariants.Assert(step);
            }
            catch (Xunit.Sdk.XunitException broken)
            {
                throw new InvalidOperationException($"Seed {seed}: {broken.Message}", broken);
            }

            if (step.Outputs.Count == 0 || step.Outputs[^1].Transition is not { } transition) return;
            transitions++;
            if (transition.To == VrrpState.Master) elections++;
        };

        cluster.StartAll();
        network.RunFor(cluster.Interval * 2);
        for (int phase = 0; phase < 3; phase++)
        {
            cluster.Disturb();
            for (int fault = 0; fault < 6; fault++)
            {
                cluster.Happen();
                network.RunFor(cluster.SomeTime());
            }

            // Split but otherwise sound: each part ends with a master of its own.
            cluster.Repair();
            cluster.Split();
            network.RunFor(cluster.ConvergenceBound);
            AssertOneMasterPerPart(seed, cluster);

            cluster.Repair();
            network.RunFor(cluster.ConvergenceBound);
            AssertOneMasterPerPart(seed, cluster);

            int before = transitions;
            network.RunFor(cluster.Interval * 20);
            Assert.True(transitions == before, $"Seed {seed}: {transitions - before} transitions without a cause");
            AssertOneMasterPerPart(seed, cluster);
        }

        return elections;
    }

    private static void AssertOneMasterPerPart(int seed, RandomCluster cluster)
    {
        MonotonicTime now = cluster.Network.Now;
        foreach (IGrouping<int, SimulatedDirector> part in cluster.Network.Directors.Where(director => director.IsAlive).GroupBy(director => cluster.Network.PartOf(director)))
        {
            string picture = string.Join(", ", part.Select(director => $"{director.Name} {director.State} {director.EffectivePriority}"));
            SimulatedDirector[] masters = [.. part.Where(director => director.State == VrrpState.Master)];
            Assert.True(masters.Length == 1, $"Seed {seed}: {masters.Length} masters at {now}: {picture}");
            if (cluster.Preempts) Assert.True(part.All(director => Rank(director) <= Rank(masters[0]) || director.EffectivePriority == masters[0].EffectivePriority), $"Seed {seed}: not the highest is master: {picture}");
        }

        // The lease is what takes an address from a killed process; without one it stays, as with keepalived.
        if (!cluster.UsesLease) return;
        foreach (SimulatedDirector director in cluster.Network.Directors.Where(director => !director.IsAlive))
            Assert.True(director.Kernel.Held(now).Count == 0, $"Seed {seed}: the dead {director.Name} still holds addresses at {now}");
    }

    private static int Rank(SimulatedDirector director) => director.EffectivePriority.Value;

    private static List<string> History(int seed)
    {
        var history = new List<string>();
        var cluster = new RandomCluster(seed);
        cluster.Network.Stepped += step => history.Add($"{step.At} {step.Director.Name} {KeepaliveConsole.Engine.Vrrp.Recording.VrrpOutputText.Of(step.Outputs)}");
        cluster.StartAll();
        cluster.Disturb();
        for (int fault = 0; fault < 10; fault++)
        {
            cluster.Happen();
            cluster.Network.RunFor(cluster.SomeTime());
        }

        return history;
    }
}
