using KeepaliveConsole.System.Tests.Guest;
using KeepaliveConsole.System.Tests.Uml;
using Xunit.Abstractions;

namespace KeepaliveConsole.System.Tests.Balancing;

/// <summary>
/// IPVS with real traffic in a user-mode Linux guest: the scenarios run there one after the other, in one boot; each is a
/// test here.
/// </summary>
[Collection(GuestCollection.Name)]
public sealed class IpvsTests(IpvsTests.GuestRun run, ITestOutputHelper output) : IClassFixture<IpvsTests.GuestRun>
{
    public static TheoryData<string> Scenarios => [.. BalancingScenarios.All.Keys, .. IpvsDepthScenarios.All.Keys, .. IpvsConnectionScenarios.All.Keys, .. IpvsScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_InTheGuest_GoesAsItMust(string scenario)
    {
        foreach (string note in run.Lines.Where(line => line.StartsWith("note ", StringComparison.Ordinal))) output.WriteLine(note);
        string? line = run.Lines.FirstOrDefault(candidate => candidate.StartsWith($"ok {scenario} ", StringComparison.Ordinal) || candidate.StartsWith($"FAIL {scenario}:", StringComparison.Ordinal));

        Assert.True(line is not null, $"The guest did not report on {scenario}; it ended with {run.Result.ExitCode}: {run.Result.Trouble}\n{run.Result.Output}");
        Assert.True(line.StartsWith("ok ", StringComparison.Ordinal), line);
    }

    [Fact]
    public void Guest_AfterAllScenarios_EndsWithoutAFailure() => Assert.Equal(0, run.Result.ExitCode);

    /// <summary>The one run of all scenarios.</summary>
    public sealed class GuestRun
    {
        private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(6);

        public GuestRun()
        {
            Result = UmlRunner.Run([UmlRunner.DotnetPath, Path.Combine(AppContext.BaseDirectory, "Guest", typeof(IpvsScenarios).Assembly.GetName().Name + ".dll"), "ipvs"], s_longest);
            Lines = Result.Output.Split('\n');
        }

        internal UmlResult Result { get; }

        internal string[] Lines { get; }
    }
}
