using System.Diagnostics;
using KeepaliveConsole.System.Tests.Guest;

// The scenarios named on the command line, or all: one line "ok NAME" or "FAIL NAME: WHY" each, exit code 1 if any failed.
var bench = new NftBench();
bool failed = false;
foreach ((string name, Action<Bench> run) in BalancingScenarios.All)
{
    if (args.Length > 0 && !args.Contains(name)) continue;
    long start = Stopwatch.GetTimestamp();
    try
    {
        run(bench);
        Console.WriteLine($"ok {name} ({Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s)");
    }
    catch (Exception problem)
    {
        failed = true;
        Console.WriteLine($"FAIL {name}: {(problem is ScenarioFailedException ? problem.Message : problem.ToString()).ReplaceLineEndings(" / ")}");
    }
}

return failed ? 1 : 0;
