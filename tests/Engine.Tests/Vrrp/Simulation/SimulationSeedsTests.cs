namespace KeepaliveConsole.Engine.Tests.Vrrp.Simulation;

public class SimulationSeedsTests
{
    [Fact]
    public void Run_SeveralFail_TheLowestIsToldWithTheCommand()
    {
        InvalidOperationException told = Assert.Throws<InvalidOperationException>(() =>
            SimulationSeeds.Run(1000, seed => seed is 400 or 401 or 700 ? throw new InvalidOperationException($"broken {seed}") : 1));

        Assert.StartsWith("Seed 400 fails; ./test.sh --soak 1 --from 400 repeats it. ", told.Message, StringComparison.Ordinal);
        Assert.Equal("broken 400", told.InnerException!.Message);
    }

    [Fact]
    public void Run_AFailure_NoFurtherSeedIsBegun()
    {
        var seeds = new SimulationSeeds(10, 1000, seed => seed == 15 ? throw new InvalidOperationException() : seed);

        long sum = seeds.Run(threads: 1);

        Assert.Equal((5, 10 + 11 + 12 + 13 + 14, 15), (seeds.Done, sum, seeds.Failed!.Value.Seed));
    }

    [Fact]
    public void Run_AllPass_EverySeedOnce()
    {
        Assert.Equal(499_500, SimulationSeeds.Run(1000, seed => seed));
    }
}
