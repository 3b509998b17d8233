using System.Globalization;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Simulation;

/// <summary>
/// Runs a simulation seed by seed, spread over the processors and handed out in order. After a failure no further seed is begun and those begun are
/// finished, so that the seed that is told is the lowest that fails; running it alone repeats it exactly.
/// </summary>
internal sealed class SimulationSeeds(int first, int count, Func<int, int> run)
{
    private readonly Lock _gate = new();
    private int _begun;
    private int _done;
    private long _sum;

    /// <summary>Seeds that were run without a failure so far.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>The lowest seed that failed, with what it said; null = none so far.</summary>
    public (int Seed, Exception Failure)? Failed { get; private set; }

    /// <summary>Runs the seeds from 0; returns the sum of what they return. A seed that fails throws with its number and the command that repeats it.</summary>
    public static long Run(int count, Func<int, int> run)
    {
        var seeds = new SimulationSeeds(0, count, run);
        long sum = seeds.Run(Environment.ProcessorCount);
        return seeds.Failed is { } failed ? throw new InvalidOperationException(Describe(failed.Seed, failed.Failure), failed.Failure) : sum;
    }

    /// <summary>One failure for people, with the way to see it again.</summary>
    public static string Describe(int seed, Exception failure) => string.Create(CultureInfo.InvariantCulture,
        $"Seed {seed} fails; ./test.sh --soak 1 --from {seed} repeats it. {failure}");

    /// <summary>Runs every seed, or until one fails; returns the sum of what they returned.</summary>
    public long Run(int threads)
    {
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work))];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        return _sum;
    }

    private void Work()
    {
        while (Failed is null)
        {
            int index = Interlocked.Increment(ref _begun) - 1;
            if (index >= count) return;
            try
            {
                Interlocked.Add(ref _sum, run(first + index));
                Interlocked.Increment(ref _done);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                lock (_gate)
                {
                    if (Failed is not { } lower || first + index < lower.Seed) Failed = (first + index, failure);
                }
            }
        }
    }
}
