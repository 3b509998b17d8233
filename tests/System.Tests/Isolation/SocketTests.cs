using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>What may lie where an election process is to listen.</summary>
[Collection(NetworkCollection.Name)]
public sealed class SocketTests : IDisposable
{
    private const int SYS_setresuid = 117; // x86-64
    private const long Nobody = 65534;

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
        using (Socket stranger = ListenAsNobody())
        {
            console = Run();
            console.Signal("TERM");
            Assert.Contains($"at {_rig.SocketPath} belongs to user {Nobody}; it is left alone and another is started", console.Log(), StringComparison.Ordinal);
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

    /// <summary>The kernel tells a caller who began to listen: here a thread that is nobody for that moment.</summary>
    private Socket ListenAsNobody()
    {
        File.Delete(_rig.SocketPath);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_rig.SocketPath));
        var thread = new Thread(() =>
        {
            BecomeForThisThread(Nobody);
            socket.Listen(4);
            BecomeForThisThread(0);
        });
        thread.Start();
        thread.Join();
        return socket;
    }

    private static void BecomeForThisThread(long user)
    {
        if (syscall(SYS_setresuid, -1, user, -1) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), "These tests run as root.");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern long syscall(long number, long real, long effective, long saved);
}
