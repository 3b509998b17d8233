using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>
/// A console that cannot start, although its engine comes before all else: it says why in one line, leaves nothing behind that was not there,
/// and does not touch an election that runs.
/// </summary>
[Collection(NetworkCollection.Name)]
public sealed class RefusalTests : IDisposable
{
    private readonly IsolationRig _rig = new(IsolationRig.Conf(), diskMebibytes: 24);

    private string Database => Path.Combine(_rig.Data, "console.db");

    private string Snapshot => Path.Combine(_rig.Data, "definition.json");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void EachRefusal_LeavesARunningElectionAlone_AndWithoutOneLeavesNothing()
    {
        int election = RunWithoutConsole();
        AddressWatch watch = _rig.WatchVip();
        int from = _rig.Sniffer.Adverts.Count;
        RefuseAll(() => Assert.Equal([election], _rig.Elections()));
        Assert.True(_rig.HoldsVip);
        Assert.Equal(0, watch.Losses);
        Assert.DoesNotContain(_rig.Sniffer.Adverts, IsolationRig.IsRelease);
        Assert.True(_rig.LongestGap(from) < TimeSpan.FromMilliseconds(341), $"a gap of {_rig.LongestGap(from).TotalMilliseconds:0} ms, after which a backup takes over");

        ConsoleUnderTest.Signal(election, "TERM");
        WaitFor.True(() => !IsolationRig.Lives(election), "the end of the election process");
        WaitFor.True(() => !_rig.HoldsVip, "the end of the address");
        RefuseAll(AssertNothingIsLeft);
        Shell.Run($"mount -o remount,ro {_rig.Data}"); // not while an election writes its log there
        Refused(1, _rig.Data);
        AssertNothingIsLeft();
    }

    private void AssertNothingIsLeft()
    {
        Assert.Empty(_rig.Elections());
        Assert.False(File.Exists(_rig.SocketPath));
        Assert.False(_rig.HoldsVip);
    }

    [Fact]
    public void BrokenDatabase_RunningElectionGoesOn_UntilTheConsoleIsToldToEnd()
    {
        int election = RunWithoutConsole();
        AddressWatch watch = _rig.WatchVip();
        Break(Database);
        ConsoleUnderTest console = _rig.Start();
        string adopted = $"The console with process id {console.Id} has connected";
        WaitFor.True(() => File.ReadAllText(Path.Combine(_rig.Data, "election.log")).Contains(adopted, StringComparison.Ordinal), "the console to adopt the election");
        int from = _rig.Sniffer.Adverts.Count;
        WaitFor.True(() => _rig.Sniffer.Adverts.Count > from + 20, "20 more adverts");
        Assert.Equal([election], _rig.Elections());
        Assert.Equal(0, watch.Losses);
        Assert.False(console.HasEnded);

        console.Signal("TERM");
        (int exitCode, string[] errors) = console.End();
        Assert.Equal(1, exitCode);
        string line = Assert.Single(errors);
        Assert.Contains("console.db is damaged", line, StringComparison.Ordinal);
        Assert.Contains("The engine runs on with revision 1", line, StringComparison.Ordinal);
        Assert.Empty(_rig.Elections());
        Assert.False(File.Exists(_rig.SocketPath));
        Assert.Single(_rig.Sniffer.Adverts, IsolationRig.IsRelease);
        Assert.False(_rig.HoldsVip);
    }

    private void RefuseAll(Action afterEach)
    {
        using (var taken = _rig.Machine.Run(() => new TcpListener(IPAddress.Loopback, 8300)))
        {
            _rig.Machine.Run(() =>
            {
                taken.Start();
                return 0;
            });
            Refused(1, "port 8300 is in use by another process");
        }

        afterEach();
        Refused(2, "Engine", "--Engine:Isolation=Sideways");
        afterEach();
        Refused(1, "nothing was started", "--conf", BrokenConf());
        afterEach();

        // Still fast at a glance, and still no definition.
        (string Path, byte[] Bytes)[] before = [.. Directory.GetFiles(_rig.Data, "console.db*").Select(path => (path, File.ReadAllBytes(path)))];
        string snapshot = File.ReadAllText(Snapshot);
        Break(Database);
        File.WriteAllText(Snapshot, snapshot[..^10]);
        Refused(1, "console.db is damaged");
        afterEach();
        foreach ((string path, byte[] bytes) in before) File.WriteAllBytes(path, bytes);
        File.WriteAllText(Snapshot, snapshot);
    }

    private void Refused(int exitCode, string why, params string[] arguments)
    {
        (int found, string[] errors) = _rig.Start(arguments).End();
        Assert.Contains(why, string.Join('\n', errors), StringComparison.Ordinal);
        Assert.Equal(exitCode, found);
        if (arguments is not ["--conf", ..]) Assert.Single(errors); // a file with errors is told all of them
    }

    private string BrokenConf()
    {
        string path = Path.Combine(_rig.Data, "broken.conf");
        File.WriteAllText(path, "vrrp_instance VI_1 {\n virtual_router_id 999\n");
        return path;
    }

    private static void Break(string database)
    {
        File.WriteAllBytes(database, [.. Enumerable.Range(0, 8192).Select(i => (byte)(i * 31))]);
        File.Delete(database + "-wal");
        File.Delete(database + "-shm");
    }

    /// <summary>A master at 100 ms whose console was killed.</summary>
    private int RunWithoutConsole()
    {
        ConsoleUnderTest console = _rig.Start();
        int election = IsolationRig.ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);
        WaitFor.True(() => _rig.HoldsVip, "the address");
        console.Signal("KILL");
        console.Log();
        return election;
    }
}
