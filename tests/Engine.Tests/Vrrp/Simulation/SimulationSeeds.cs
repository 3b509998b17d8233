using System.Globalization;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Simulation;

/// <summary>
/// Which seeds a simulation runs: so many in an ordinary run, or as many as <c>KEEPALIVE_SOAK_SEEDS</c> says. They are spread over the processors; the
/// lowest seed that fails is the one that is told, and running it alone repeats it exactly.
/// </summary>
internal static class SimulationSeeds
{
    private const string SoakVariable = "KEEPALIVE_SOAK_SEEDS";

    /// <summary>Runs every seed; returns the sum of what they return.</summary>
    public static long Run(int ordinary, Func<int, int> run)
    {
        int seeds = int.TryParse(Environment.GetEnvironmentVariable(SoakVariable), CultureInfo.InvariantCulture, out int asked) ? asked : ordinary;
        long sum = 0;
        var failures = new System.Collections.Concurrent.ConcurrentDictionary<int, Exception>();
        Parallel.For(0, seeds, seed =>
        {
            try
            {
                Interlocked.Add(ref sum, run(seed));
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                failures[seed] = failure;
            }
        });
        if (failures.IsEmpty) return sum;
        int lowest = failures.Keys.Min();
        throw new InvalidOperationException($"{failures.Count} of {seeds} seeds failed, the lowest is {lowest}: {failures[lowest]}", failures[lowest]);
    }
}
