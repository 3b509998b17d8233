using System.Diagnostics;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>Real programs. As root they run as nobody, as in production; otherwise as whoever runs the tests.</summary>
public sealed class ScriptProbeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kc-script-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/bin/true", false, ProbeOutcome.Passed, "exit code 0", null)]
    [InlineData("/bin/false", false, ProbeOutcome.ProgramFailed, "exit code 1", null)]
    [InlineData("/bin/sh -c 'exit 2'", false, ProbeOutcome.ProgramFailed, "exit code 2", null)]
    [InlineData("/bin/sh -c 'exit 2'", true, ProbeOutcome.Passed, "weight 0, by exit code 2", 0)]
    [InlineData("/bin/sh -c 'exit 255'", true, ProbeOutcome.Passed, "weight 253, by exit code 255", 253)]
    [InlineData("/bin/sh -c 'exit 1'", true, ProbeOutcome.ProgramFailed, "exit code 1", null)]
    [InlineData("/bin/true", true, ProbeOutcome.Passed, "exit code 0", null)]
    [InlineData("/bin/sh -c 'echo one; echo; echo two; exit 1'", false, ProbeOutcome.ProgramFailed, "exit code 1: two", null)]
    [InlineData("/bin/sh -c 'kill -9 $$'", true, ProbeOutcome.ProgramFailed, "ended by signal 9", null)]
    [InlineData("/does/not/exist", false, ProbeOutcome.LocalError, "the script was not started: /does/not/exist does not exist", null)]
    [InlineData("/bin/echo 'a", false, ProbeOutcome.LocalError, "the script was not started: the quote ' in '/bin/echo 'a' is not closed", null)]
    public async Task Program_Ends_AsItsCodeSays(string command, bool dynamic, ProbeOutcome outcome, string message, int? weight)
    {
        ProbeResult result = await Probing.RunAsync(new ScriptCheckDefinition { Command = command, Dynamic = dynamic, Timeout = TimeSpan.FromSeconds(30) }, 0);
        Assert.Equal((outcome, message, weight), (result.Outcome, result.Message, result.Weight?.Absolute));
    }

    [Fact]
    public async Task Program_Hangs_IsEndedWithItsChildren()
    {
        string pids = Path.Combine(_folder, "pids");
        File.WriteAllText(pids, "");
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(pids, (UnixFileMode)0b110_110_110);
        var check = new ScriptCheckDefinition { Command = $"/bin/sh -c 'sleep 1000 & echo $! $$ > {pids}; wait'", Timeout = TimeSpan.FromMilliseconds(700) };

        ProbeResult result = await Probing.RunAsync(check, 0);

        Assert.Equal((ProbeOutcome.ProgramFailed, "no end within 0.7 s"), (result.Outcome, result.Message));
        foreach (string pid in File.ReadAllText(pids).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            Assert.True(SpinWait.SpinUntil(() => !IsAlive(pid), TimeSpan.FromSeconds(20)), pid);
    }

    [Fact]
    public async Task Program_FloodsItsOutput_IsStillEndedAtItsLimit()
    {
        long started = Stopwatch.GetTimestamp();
        ProbeResult result = await Probing.RunAsync(new ScriptCheckDefinition { Command = "/usr/bin/yes health", Timeout = TimeSpan.FromMilliseconds(500) }, 0);
        Assert.Equal(ProbeOutcome.ProgramFailed, result.Outcome);
        Assert.StartsWith("no end within 0.5 s: ", result.Message, StringComparison.Ordinal);
        Assert.InRange(result.Message.Length, 20, 230);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.5, 20);
    }

    [Fact]
    public async Task File_NotExecutable_IsALocalError()
    {
        string script = Path.Combine(_folder, "check.sh");
        File.WriteAllText(script, "#!/bin/sh\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b110_100_100);
        ProbeResult result = await Probing.RunAsync(new ScriptCheckDefinition { Command = script }, 0);
        Assert.Equal((ProbeOutcome.LocalError, $"the script was not started: {script} is not an executable file; make it one with: chmod +x {script}"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task File_WritableByOthers_IsRefusedUnderScriptSecurity()
    {
        string script = Path.Combine(_folder, "check.sh");
        File.WriteAllText(script, "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(script, (UnixFileMode)0b111_111_111);
        var definition = new ClusterDefinition { Nodes = [new() { Name = "a", ScriptSecurity = true }] };
        var check = new ScriptCheckDefinition { Command = script, Timeout = TimeSpan.FromSeconds(30) };

        ProbeResult refused = await Probing.RunAsync(check, 0, definition: definition);

        Assert.Equal(ProbeOutcome.LocalError, refused.Outcome);
        Assert.StartsWith($"the script was not started: script security does not allow {script}: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ProbeOutcome.Passed, (await Probing.RunAsync(check, 0)).Outcome);
    }

    [Fact]
    public async Task User_OfTheCheckThenOfTheNode_IsUsed()
    {
        var definition = new ClusterDefinition { Nodes = [new() { Name = "a", ScriptUser = "no-such-user" }] };
        ProbeResult node = await Probing.RunAsync(new ScriptCheckDefinition { Command = "/bin/true" }, 0, definition: definition);
        ProbeResult own = await Probing.RunAsync(new ScriptCheckDefinition { Command = "/bin/true", User = "nor-this-one" }, 0, definition: definition);
        Assert.Equal("the script was not started: there is no user no-such-user on this node", node.Message);
        Assert.Equal("the script was not started: there is no user nor-this-one on this node", own.Message);
    }

    [Fact]
    public async Task Check_Removed_EndsTheProgram()
    {
        using var removed = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        long started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Probing.RunAsync(new ScriptCheckDefinition { Command = "/bin/sleep 1000", Timeout = TimeSpan.FromSeconds(900) }, 0, cancellationToken: removed.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
    }

    // A zombie that nobody has waited for is not alive.
    private static bool IsAlive(string pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
