using System.Diagnostics;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>What may lie where an election process is to listen.</summary>
[Collection(NetworkCollection.Name)]
public sealed class SocketTests : IDisposable
{
    private readonly IsolationRig _rig = new(IsolationRig.Conf());

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void SocketOfTheDead_PlainFile_StrangersSocket_AreTakenOver_AndAFolderIsNamed()
    {
        ConsoleUnderTest console = Run();
        KillBoth(console);
        Assert.True(File.Exists(_rig.SocketPath)); // left by the dead
        console = Run();

        KillBoth(console);
        File.Delete(_rig.SocketPath);
        File.WriteAllText(_rig.SocketPath, "a plain file");
        console = Run();

        KillBoth(console);
        using (Process stranger = ListenAsNobody())
        {
            console = Run();
            console.Signal("TERM");
            stranger.Kill();
            Assert.Contains($"at {_rig.SocketPath} belongs to user 65534; it is left alone and another is started", console.Log(), StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_rig.SocketPath));
        Directory.CreateDirectory(Path.Combine(_rig.SocketPath, "folder"));
        console = _rig.Start();
        string? problem = null;
        WaitFor.True(() => (problem = console.Status()?.GetProperty("engine").GetProperty("vrrpNotPermitted").GetString()) is not null, "the console to say that no election runs");
        Assert.Contains($"{_rig.SocketPath} is a folder; remove it", problem, StringComparison.Ordinal);
        Directory.Delete(_rig.SocketPath, recursive: true);
        console.WaitForState("Master"); // by itself
    }

    private ConsoleUnderTest Run()
    {
        ConsoleUnderTest console = _rig.Start();
        Assert.Equal([IsolationRig.ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0)], _rig.Elections());
        return console;
    }

    private void KillBoth(ConsoleUnderTest console)
    {
        int election = Assert.Single(_rig.Elections());
        console.Signal("KILL");
        ConsoleUnderTest.Signal(election, "KILL");
        WaitFor.True(() => !IsolationRig.Lives(election), "the end of the process");
    }

    /// <summary>The kernel tells a caller who began to listen: here a process that is nobody from then on.</summary>
    private Process ListenAsNobody()
    {
        const string program = """
            use Socket;
            socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die $!;
            bind($s, pack_sockaddr_un($ARGV[0])) or die $!;
            $> = 65534;
            listen($s, 4) or die $!;
            $| = 1; print "ready\n"; sleep 600;
            """;
        File.Delete(_rig.SocketPath);
        Process process = Command.Start("perl", ["-e", program, _rig.SocketPath]);
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        return process;
    }
}
