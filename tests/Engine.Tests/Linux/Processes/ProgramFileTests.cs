using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Tests.Linux.Processes;

public sealed class ProgramFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kc-safe").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void SystemProgram_IsSafe_AlsoThroughSymbolicLinks() => Assert.Null(ProgramFile.Weakness("/bin/sh"));

    [Fact]
    public void Program_BelowADirectoryForEverybody_IsNot() =>
        Assert.Equal("others may write to directory /tmp; mend it with: chmod o-w /tmp", ProgramFile.Weakness("/tmp/x/y"));

    [Fact]
    public void Program_NotThere_IsNot() => Assert.Equal("/usr/no-such does not exist", ProgramFile.Weakness("/usr/no-such/program"));

    [Fact]
    public void MissingName_IsLookedForInFixedDirectories()
    {
        Assert.Equal("/usr/bin/setpriv", ProgramFile.Find("setpriv", out _));
        Assert.Null(ProgramFile.Find("no-such-program", out string? problem));
        Assert.Equal("there is no program no-such-program in /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", problem);
    }

    [Fact]
    public void ScriptSecurity_RefusesWithTheReason()
    {
        string script = Path.Combine(_directory, "check");
        File.WriteAllText(script, "#!/bin/sh\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.Null(ProgramPlan.Of(new ProgramRequest { Line = script, MustBeSafe = true }, out string? problem));
        Assert.StartsWith($"script security does not allow {script}: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_OnlyWhenNamed()
    {
        ProgramPlan? plan = ProgramPlan.Of(new ProgramRequest { Line = "/bin/true -x" }, out string? problem);
        Assert.Null(problem);
        Assert.Equal(["--", "/bin/true", "-x"], plan!.Arguments.TakeLast(3));
        Assert.Contains("--no-new-privs", plan.Arguments);
        Assert.DoesNotContain("0", plan.Arguments);
    }
}
