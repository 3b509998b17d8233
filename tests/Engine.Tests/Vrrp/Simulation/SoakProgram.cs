using System.Diagnostics;
using System.Globalization;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Simulation;

/// <summary>
/// The simulation alone, for as many seeds as wanted (<c>./test.sh --soak</c>): every processor, the progress, and the first seed that fails with the
/// command that repeats it. The test runner does not come here; it loads the tests as a library.
/// </summary>
internal static class SoakProgram
{
    private static readonly TimeSpan s_toldEvery = TimeSpan.FromSeconds(10);

    /// <summary>Arguments: how many seeds, the first one, and how many threads. Exits with 0, with 1 when a seed failed, with 2 when the arguments are wrong.</summary>
    public static int Main(string[] arguments)
    {
        int[] numbers = [.. arguments.Select(argument => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        if (numbers is not [> 0 and var count, >= 0 and var first, > 0 and var threads] || first > int.MaxValue - count - RandomCluster.NetworkSeedOffset)
        {
            Console.Error.WriteLine("usage: ./test.sh --soak [SEEDS] [--from SEED] [--threads N], with whole numbers; SEEDS 1000000, SEED 0, N one for each processor unless said.");
            return 2;
        }

        var seeds = new SimulationSeeds(first, count, seed => ElectionSimulationTests.Play(seed) + LineSimulationTests.Play(seed) + GroupSimulationTests.Play(seed));
        Say($"{count} seeds from {first} on {threads} threads, each through the elections, the heartbeat lines and the sync groups.");
        long start = Stopwatch.GetTimestamp();
        long moves = 0;
        var run = new Thread(() => moves = seeds.Run(threads));
        run.Start();
        while (!run.Join(s_toldEvery)) Tell(seeds.Done, count, Stopwatch.GetElapsedTime(start));

        if (seeds.Failed is { } failed)
        {
            Say($"{SimulationSeeds.Describe(failed.Seed, failed.Failure)}");
            return 1;
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Say($"{seeds.Done} seeds passed in {seconds:F0} s, {seeds.Done / seconds:F0} a second; {moves} elections, ties and followed groups.");
        return 0;
    }

    private static void Tell(int done, int count, TimeSpan elapsed)
    {
        double perSecond = done / elapsed.TotalSeconds;
        string left = done == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {(count - done) / perSecond / 60:F0} min left");
        Say($"{done} of {count} seeds, {perSecond:F0} a second{left}");
    }

    private static void Say(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
