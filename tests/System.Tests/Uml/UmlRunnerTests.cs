namespace KeepaliveConsole.System.Tests.Uml;

[Collection(GuestCollection.Name)]
public sealed class UmlRunnerTests
{
    [Fact]
    public void Run_CommandInTheGuest_GivesItsOutputItsStatusAndAKernelWithIpvs()
    {
        UmlResult result = UmlRunner.Run(["sh", "-c", "echo \"$1\"; ipvsadm -Ln | head -1; uname -r; exit 7", "sh", "two words; 'quoted'"], TimeSpan.FromSeconds(60), "256M");

        string[] lines = result.Output.Split('\n');
        Assert.Equal("two words; 'quoted'", lines[0]);
        Assert.StartsWith("IP Virtual Server version", lines[1], StringComparison.Ordinal);
        Assert.NotEqual(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), lines[2]);
        Assert.Equal(7, result.ExitCode);
    }

    [Fact]
    public void Run_CommandThatWritesFiles_KeepsOnlyThoseInTheShare()
    {
        string share = Directory.CreateTempSubdirectory("kcuml").FullName;
        string elsewhere = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            UmlResult result = UmlRunner.Run(["sh", "-c", "echo kept >/run/w/file; echo lost >\"$0\"; cat \"$0\"", elsewhere], TimeSpan.FromSeconds(60), "256M", share);

            Assert.Equal((0, "lost\n"), (result.ExitCode, result.Output));
            Assert.Equal("kept\n", File.ReadAllText(Path.Combine(share, "file")));
            Assert.False(File.Exists(elsewhere));
        }
        finally
        {
            Directory.Delete(share, recursive: true);
        }
    }

    [Fact]
    public void Run_CommandThatTakesTooLong_Gives124AndLeavesNoProcess()
    {
        string share = Directory.CreateTempSubdirectory("kcuml").FullName;
        try
        {
            UmlResult result = UmlRunner.Run(["sleep", "600"], TimeSpan.FromSeconds(8), "256M", share);

            Assert.Equal(124, result.ExitCode);
            Assert.Contains("reported no status", result.Trouble, StringComparison.Ordinal);
            Assert.DoesNotContain(Directory.GetDirectories("/proc"), process => CommandLine(process).Contains(share, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(share, recursive: true);
        }
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
