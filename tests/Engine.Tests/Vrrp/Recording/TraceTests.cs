using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit.Simulation;
using KeepaliveConsole.Engine.Tests.Vrrp.Simulation;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.Recording;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Recording;

public class TraceTests
{
    private const int Whole = 1 << 15;

    [Theory]
    [InlineData(Whole)]
    [InlineData(40)]
    public void Replay_ElectionsRecordedInASimulation_AskForTheSame(int capacity)
    {
        int steps = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            foreach ((SimulatedDirector director, TraceRing ring) in Record(seed, capacity))
            {
                string text = TraceText.Write(director.Definition, director.Participant, ring.ToArray());
                Assert.True(TraceText.TryRead(text, out Trace? trace, out string? problem), problem);
                Assert.True(TraceReplay.Run(trace!) is { Count: 0 }, $"Seed {seed}, {director.Name}: {string.Join('\n', TraceReplay.Run(trace!))}");
                Assert.Equal(capacity < Whole, text.Contains("\ngap\n", StringComparison.Ordinal));
                steps += trace!.Steps.Count;
            }
        }

        Assert.True(steps > 500, $"only {steps} steps were replayed");
    }

    [Fact]
    public void Replay_TraceThatWasChanged_ShowsTheDifference()
    {
        (SimulatedDirector director, TraceRing ring) = Record(3, Whole)[0];
        string text = TraceText.Write(director.Definition, director.Participant, ring.ToArray()).Replace("> send ", "> send 1", StringComparison.Ordinal);
        Assert.True(TraceText.TryRead(text, out Trace? trace, out _));

        Assert.NotEmpty(TraceReplay.Run(trace!));
    }

    [Fact]
    public void InputText_EveryKind_ReadsBackAsItself()
    {
        VrrpInput[] inputs =
        [
            VrrpInput.Started, VrrpInput.TakenUp, VrrpInput.TimerElapsed, VrrpInput.StopRequested, VrrpInput.StopWithin(TimeSpan.FromMilliseconds(12.5)),
            VrrpInput.AnnounceRequested, VrrpInput.YieldRequested, VrrpInput.ResumeRequested, VrrpInput.GroupIs(VrrpState.Fault, "VI_2 went to Fault"), VrrpInput.GroupIs(VrrpState.Master),
            VrrpInput.TrackingIs(new TrackEffect(-20, "chk is down: exit code 1")), VrrpInput.TrackingIs(TrackEffect.None), InstanceDriver.Advert(150),
            VrrpInput.LinkIs(InstanceDriver.Usable()), VrrpInput.LinkIs(new LinkState(false, default, "eth1 has no carrier", 1)),
            VrrpInput.Failed(TransitionCause.AddressFailed, "no buffer space"), VrrpInput.DefinitionIs(InstanceDriver.V2(), new InstanceDriver().Participant),
        ];
        foreach (VrrpInput input in inputs)
        {
            Assert.True(VrrpInputText.TryRead(VrrpInputText.Of(new TraceEntry(MonotonicTime.Zero, input).ToInput()), out VrrpInput read));
            Assert.Equal(input, read);
        }

        Assert.Equal(Enum.GetValues<VrrpInputKind>().Order(), inputs.Select(input => input.Kind).Distinct().Order());
    }

    [Fact]
    public void Write_Password_IsMasked()
    {
        VrrpInstanceDefinition definition = InstanceDriver.V2() with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "s3cret" } };
        TraceEntry[] entries = [new(MonotonicTime.Zero, VrrpInput.DefinitionIs(definition, new InstanceDriver().Participant))];

        Assert.DoesNotContain("s3cret", TraceText.Write(definition, new InstanceDriver().Participant, entries), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("keepalive-console vrrp trace 1\ndefinition {}\nparticipant {}", "line 2")]
    public void Read_NotATrace_SaysWhere(string text, string where)
    {
        Assert.False(TraceText.TryRead(text, out _, out string? problem));
        Assert.StartsWith(where, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Ring_RecordingAdverts_AllocatesNothing()
    {
        var ring = new TraceRing(64);
        VrrpInput advert = InstanceDriver.Advert(150);
        VrrpOutput timer = VrrpOutput.TimerAt(new MonotonicTime(1));
        for (int warm = 0; warm < 200; warm++) ring.Add(new TraceEntry(MonotonicTime.Zero, advert));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int count = 0; count < 1000; count++)
        {
            ring.Add(new TraceEntry(MonotonicTime.Zero, advert));
            ring.Add(new TraceEntry(MonotonicTime.Zero, timer));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(ring.ToArray().Count, 60, 65);
    }

    private static List<(SimulatedDirector Director, TraceRing Ring)> Record(int seed, int capacity)
    {
        var cluster = new RandomCluster(seed);
        var rings = new Dictionary<SimulatedDirector, TraceRing>();
        cluster.Network.Stepped += step =>
        {
            if (!rings.TryGetValue(step.Director, out TraceRing? ring)) rings[step.Director] = ring = new TraceRing(capacity);
            ring.Add(new TraceEntry(step.LocalAt, step.Input));
            foreach (VrrpOutput output in step.Outputs) ring.Add(new TraceEntry(step.LocalAt, output));
        };
        cluster.StartAll();
        cluster.Network.RunFor(cluster.Interval * 40);
        cluster.Split();
        cluster.Network.RunFor(cluster.Interval * 20);
        cluster.Network.Heal();
        cluster.Network.RunFor(cluster.Interval * 20);
        return [.. rings.Select(pair => (pair.Key, pair.Value))];
    }
}
