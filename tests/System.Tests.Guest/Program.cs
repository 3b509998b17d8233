using System.Diagnostics;
using KeepaliveConsole.System.Tests.Guest;

// Usage: ipvs|nftables [SCENARIO...]. One line "ok NAME" or "FAIL NAME: WHY" for each scenario, or all; exit code 1 if any failed.
// "hold" runs a balancer of its own until it is killed: see HeldBalancer.
if (args is ["hold", { } folder, .. { } ports]) return HeldBalancer.Run(folder, ports);

bool ipvs = args is ["ipvs", ..];
if (!ipvs && args is not ["nftables", ..])
{
    Console.Error.WriteLine("usage: ipvs|nftables [SCENARIO...]");
    return 2;
}

Bench bench = ipvs ? new IpvsBench() : new NftBench();
bool failed = false;
foreach ((string name, Action<Bench> run) in ipvs ? BalancingScenarios.All.Concat(IpvsDepthScenarios.All).Concat(IpvsConnectionScenarios.All).Concat(IpvsScenarios.All) : BalancingScenarios.All)
{
    if (args.Length > 1 && !args.Skip(1).Contains(name)) continue;
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

BalancingSetup.RemoveRig();
return failed ? 1 : 0;
