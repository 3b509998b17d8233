using System.Diagnostics;

namespace KeepaliveConsole.System.Tests.Director;

/// <summary>Waits for something outside this process to become true, by asking again.</summary>
internal static class Eventually
{
    /// <summary>Asks every 20 ms until <paramref name="condition"/> holds; returns after how long, or fails the test with what <paramref name="otherwise"/> says.</summary>
    public static TimeSpan Holds(TimeSpan limit, Func<bool> condition, Func<string> otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (condition()) return watch.Elapsed;
            if (watch.Elapsed > limit) Assert.Fail($"not within {limit.TotalSeconds} s: {otherwise()}");
            Thread.Sleep(20);
        }
    }
}
