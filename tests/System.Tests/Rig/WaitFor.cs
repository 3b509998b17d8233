using System.Diagnostics;

namespace KeepaliveConsole.System.Tests.Rig;

/// <summary>Waits for something that happens by itself, with a limit that a busy machine does not reach.</summary>
internal static class WaitFor
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>Until it holds; fails the test after 20 s and says what was awaited.</summary>
    public static void True(Func<bool> condition, string what, Func<string>? seen = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > s_limit) Assert.Fail($"Waited {s_limit.TotalSeconds} s in vain for: {what}. {seen?.Invoke()}");
            Thread.Sleep(10);
        }
    }
}
