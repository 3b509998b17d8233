using System.Diagnostics;
using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Tests.Linux.Processes;

/// <summary>Real programs. As root they run as nobody, as in production; otherwise as whoever runs the tests.</summary>
public sealed class ProgramThreadTests : IDisposable
{
    private readonly ProgramThread _programs = new();

    public void Dispose() => _programs.Dispose();

    [Theory]
    [InlineData("/bin/true", 0, "exit code 0")]
    [InlineData("false", 1, "exit code 1")]
    [InlineData("/bin/sh -c 'exit 77'", 77, "exit code 77")]
    [InlineData("/bin/sh -c 'echo; echo connection refused >&2; exit 2'", 2, "exit code 2: connection refused")]
    [InlineData("/bin/sh -c 'kill -9 $$'", null, "ended by signal 9")]
    [InlineData("/does/not/exist -x", null, "/does/not/exist does not exist")]
    [InlineData("bin/true", null, "bin/true is not a full path; begin it with /")]
    [InlineData("/etc/passwd", null, "/etc/passwd is not an executable file; make it one with: chmod +x /etc/passwd")]
    public async Task Program_Ends_AndTellsHow(string line, int? exitCode, string sentence)
    {
        ProgramResult result = await RunAsync(new ProgramRequest { Line = line, KeepsFirstLine = true });

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(sentence, result.Sentence.ToString());
    }

    [Fact]
    public async Task Arguments_ArriveAsTheyAre()
    {
        ProgramResult result = await RunAsync(new ProgramRequest { Line = "/bin/echo 'a  b' $HOME", MoreArguments = ["INSTANCE", "VI 1", "*"], KeepsFirstLine = true });

        Assert.Equal("a  b $HOME INSTANCE VI 1 *", result.FirstLine);
    }

    [Fact]
    public async Task Program_RunsAsTheNamedUserWithoutRightsOrOurEnvironment()
    {
        Environment.SetEnvironmentVariable("KC_TEST_SECRET", "secret");
        const string Script = "/bin/sh -c 'echo \"$(id -u) $(grep -E ^Cap.* /proc/self/status | grep -vc 0000000000000000) ${KC_TEST_SECRET:-none} $(ls /proc/self/fd | wc -l) $(ps -o pgid= -p $$ | tr -d \" \") $$\"'";
        bool isRoot = Environment.UserName == "root";
        ProgramResult result = await RunAsync(new ProgramRequest { Line = Script, KeepsFirstLine = true });

        string[] words = result.FirstLine!.Split(' ');
        if (isRoot) Assert.Equal("65534", words[0]);
        Assert.Equal(isRoot ? "1" : words[1], words[1]); // only the bounding set is left
        Assert.Equal("none", words[2]);
        Assert.Equal("4", words[3]); // 0, 1, 2 and the directory that ls reads
        Assert.Equal(words[5], words[4]); // leader of a group of its own
    }

    [Fact]
    public async Task User_ThatDoesNotExist_IsRefused()
    {
        ProgramResult result = await RunAsync(new ProgramRequest { Line = "/bin/true", User = "no-such-user" });

        Assert.Equal("there is no user no-such-user on this node", result.Reason.ToString());
        Assert.Equal("there is no group no-such-group on this node", (await RunAsync(new ProgramRequest { Line = "/bin/true", User = "nobody:no-such-group" })).Reason.ToString());
    }

    [Fact]
    public async Task Timeout_EndsTheWholeGroupAndSaysSo()
    {
        long start = Stopwatch.GetTimestamp();
        ProgramResult result = await RunAsync(new ProgramRequest { Line = "/bin/sh -c 'sleep 61.25 & sleep 61.25'", Timeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal("no end within 0.3 s", result.Reason.ToString());
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 300, 1900);
        Assert.DoesNotContain(ProcessTable.List(), pid => ProcessTable.Read(pid, true)?.CommandLine is ["sleep", "61.25"]);
    }

    [Fact]
    public async Task Timeout_IgnoredTerm_IsKilledTwoSecondsLater()
    {
        long start = Stopwatch.GetTimestamp();
        ProgramResult result = await RunAsync(new ProgramRequest { Line = "/bin/sh -c 'trap \"\" TERM; sleep 62.5; sleep 62.5'", Timeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal("no end within 0.2 s", result.Reason.ToString());
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2200, 4000);
    }

    [Fact]
    public async Task Stop_EndsALongOne()
    {
        using var stop = new CancellationTokenSource();
        var ended = new TaskCompletionSource<ProgramResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _programs.Run(new ProgramRequest { Line = "sleep 63.5" }, ended.SetResult, stop.Token);
        await stop.CancelAsync();

        Assert.NotEqual(0, (await ended.Task.WaitAsync(TimeSpan.FromSeconds(5))).ExitCode);
    }

    [Fact]
    public async Task MuchOutput_IsReadAwayAndOnlyTheStartKept()
    {
        ProgramResult result = await RunAsync(new ProgramRequest { Line = "/bin/sh -c 'head -c 1000000 /dev/zero | tr \"\\\\0\" x'", KeepsFirstLine = true, Timeout = TimeSpan.FromSeconds(20) });

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(new string('x', 200), result.FirstLine);
    }

    [Fact]
    public async Task AThousandEnds_NoZombieAndNoDescriptorLeft()
    {
        await RunAsync(new ProgramRequest { Line = "/bin/true", KeepsFirstLine = true });
        int before = OfPrograms();
        Task<ProgramResult>[] runs = [.. Enumerable.Range(0, 1000).Select(_ => RunAsync(new ProgramRequest { Line = "/bin/true", KeepsFirstLine = true }))];

        Assert.All(await Task.WhenAll(runs), result => Assert.Equal(0, result.ExitCode));
        Assert.DoesNotContain(ProcessTable.List(), IsOurZombie);
        Assert.InRange(OfPrograms(), 0, before + 50); // other tests run programs meanwhile
    }

    // What a program costs: a pipe for what it says, and a descriptor of the process. Sockets and files belong to other tests.
    private static int OfPrograms() => Directory.GetFiles("/proc/self/fd").Select(Target).Count(target => target.StartsWith("pipe:", StringComparison.Ordinal) || target.Contains("pidfd", StringComparison.Ordinal));

    private static string Target(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name ?? "";
        }
        catch (IOException)
        {
            return ""; // closed meanwhile
        }
    }

    private static bool IsOurZombie(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            string[] rest = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return rest[0] == "Z" && rest[1] == Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) && stat.Contains("(true)", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private Task<ProgramResult> RunAsync(ProgramRequest request)
    {
        var ended = new TaskCompletionSource<ProgramResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _programs.Run(request, ended.SetResult);
        return ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
