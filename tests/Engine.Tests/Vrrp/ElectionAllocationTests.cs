using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class ElectionAllocationTests
{
    private const int Adverts = 1000;

    [Theory]
    [InlineData(VrrpVersion.V2)]
    [InlineData(VrrpVersion.V3)]
    public void Step_BackupHearsAdverts_AllocatesNothing(VrrpVersion version)
    {
        VrrpInstance instance = new InstanceDriver(InstanceDriver.V2() with { Version = version }).StartedAt0().Instance;
        VrrpInput accepted = InstanceDriver.Advert(200);
        VrrpInput disregarded = InstanceDriver.Advert(50);

        AssertNoAllocation(instance, 1_000_000_000, (now, outputs) =>
        {
            instance.Step(now, accepted, outputs);
            instance.Step(now, disregarded, outputs);
        });
    }

    [Fact]
    public void Step_MasterTimerAndRival_AllocatesNothing()
    {
        VrrpInstance instance = new InstanceDriver().AsMaster().Instance;
        VrrpInput timer = VrrpInput.TimerElapsed;
        VrrpInput rival = InstanceDriver.Advert(50);

        AssertNoAllocation(instance, 4_609_375_000, (now, outputs) =>
        {
            instance.Step(now, timer, outputs);
            instance.Step(now, rival, outputs);
        });
    }

    [Fact]
    public void Step_MasterWithTwoLinesAndARivalOnBoth_AllocatesNothing()
    {
        var driver = new InstanceDriver();
        driver.Define(0, InstanceDriver.V2(), driver.Participant with { MoreInterfaces = ["eth1"] });
        driver.At(0, VrrpInput.LinkIs(InstanceDriver.Usable() with { Line = 1 }));
        VrrpInstance instance = driver.AsMaster().Instance;
        VrrpInput timer = VrrpInput.TimerElapsed;
        VrrpInput first = InstanceDriver.Advert(100, InstanceDriver.LowerPeer);
        VrrpInput second = VrrpInput.Received(first.Advertisement with { Line = 1 });

        AssertNoAllocation(instance, 4_609_375_000, (now, outputs) =>
        {
            instance.Step(now, timer, outputs);
            instance.Step(now, first, outputs);
            instance.Step(now, second, outputs);
        });
        Assert.Equal(VrrpState.Master, instance.State);
    }

    private static void AssertNoAllocation(VrrpInstance instance, long firstNanoseconds, Action<MonotonicTime, List<VrrpOutput>> step)
    {
        var outputs = new List<VrrpOutput>(16);
        long time = firstNanoseconds;
        int made = Run(Adverts);
        long allocated = long.MaxValue;
        // What an advert allocates it allocates every time; what the runtime does once on this thread while others are busy is not the election's.
        for (int attempt = 0; attempt < 3; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            made += Run(Adverts);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, allocated);
        Assert.True(made >= 2 * Adverts, $"{instance.State} asked for {made} outputs");

        int Run(int adverts)
        {
            int count = 0;
            for (int advert = 0; advert < adverts; advert++)
            {
                outputs.Clear();
                step(new MonotonicTime(time), outputs);
                count += outputs.Count;
                time += 1_000_000_000;
            }

            return count;
        }
    }
}
