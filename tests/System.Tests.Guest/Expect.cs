using System.Diagnostics;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>A scenario did not go as it must.</summary>
internal sealed class ScenarioFailedException(string message) : Exception(message);

/// <summary>Checks of scenarios, which also run where there is no test framework.</summary>
internal static class Expect
{
    public static void Equal<T>(T wanted, T got, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(wanted, got)) throw new ScenarioFailedException($"{what}: got \"{got}\", want \"{wanted}\"");
    }

    public static void True(bool holds, string what)
    {
        if (!holds) throw new ScenarioFailedException(what);
    }

    /// <summary>Waits until <paramref name="holds"/>, at most 10 s: for work of another thread, whose end nothing else announces.</summary>
    public static void Soon(Func<bool> holds, Func<string> what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(10)) throw new ScenarioFailedException("not within 10 s: " + what());
            Thread.Sleep(2);
        }
    }
}
