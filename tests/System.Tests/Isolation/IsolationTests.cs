using System.Globalization;
using System.Text.Json;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>
/// The election in a process of its own, master at 100 ms adverts: what happens to the console must not be seen on the wire, and what happens to
/// the process must be seen in the console.
/// </summary>
[Collection(NetworkCollection.Name)]
public sealed class IsolationTests : IDisposable
{
    private const string Vip = "10.77.0.100";

    private const string Conf = """
        vrrp_instance VI_1 {
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority 150
            version 3
            advert_int 0.1
            garp_master_delay 0
            virtual_ipaddress {
                10.77.0.100/24
            }
        }
        """;

    /// <summary>
    /// The longest silence a backup bears at 100 ms is 3 intervals; a late advert is one that comes later than its interval and the skew of
    /// the next best priority, (256 - 150) / 256 × 100 ms = 41 ms.
    /// </summary>
    private static readonly TimeSpan s_longestGap = TimeSpan.FromMilliseconds(141);

    private readonly NetworkRig _rig = new();
    private readonly RigNode _machine;
    private readonly RigNode _watcher;
    private readonly string _data = Directory.CreateTempSubdirectory("kciso-").FullName;
    private readonly Sniffer _sniffer;
    private readonly List<ConsoleUnderTest> _consoles = [];

    public IsolationTests()
    {
        _machine = _rig.AddNode("a", "10.77.0.1/24");
        _watcher = _rig.AddNode("w", "10.77.0.9/24");
        _sniffer = new Sniffer(_watcher);
        ConsoleUnderTest.Prepare(_data, Conf);
    }

    public void Dispose()
    {
        foreach (ConsoleUnderTest console in _consoles) console.Dispose();
        _sniffer.Dispose();
        _rig.Dispose(); // also ends an election process that still runs in it
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public void ConsoleKilled_AdvertsGoOn_AddressStays_NextConsoleAdopts()
    {
        ConsoleUnderTest first = Start();
        int election = ElectionOf(first.WaitForState("Master"), adopted: false, restarts: 0);
        int announced = _sniffer.GratuitousArps.Count;
        int from = _sniffer.Adverts.Count;

        first.Signal("KILL");
        Thread.Sleep(1500);
        Assert.True(_machine.Holds(Vip));
        JsonElement shown = Start().WaitForState("Master");

        Assert.Equal(election, ElectionOf(shown, adopted: true, restarts: 0));
        AssertSteady(from, seconds: 1.5);
        Assert.Equal(announced, _sniffer.GratuitousArps.Count); // nobody took over, so nobody announced
    }

    [Fact]
    public void ConsoleFrozen_AdvertsGoOn_AndAfterwardsItShowsTheTruth()
    {
        ConsoleUnderTest console = Start();
        int election = ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);
        int from = _sniffer.Adverts.Count;

        console.Signal("STOP");
        Thread.Sleep(6000);
        Assert.True(_machine.Holds(Vip));
        AssertSteady(from, seconds: 6);
        console.Signal("CONT");

        Assert.Equal(election, ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0));
        console.Signal("TERM");
        Assert.DoesNotContain("has said nothing", console.Log(), StringComparison.Ordinal); // it was the console that slept
    }

    [Fact]
    public void ConsoleReplaced_KeepingAddresses_NothingMoves()
    {
        ConsoleUnderTest first = Start("--Engine:KeepAddressesOnExit=true");
        int election = ElectionOf(first.WaitForState("Master"), adopted: false, restarts: 0);
        int from = _sniffer.Adverts.Count;

        first.Signal("TERM");
        first.Log();
        JsonElement shown = Start("--Engine:KeepAddressesOnExit=true").WaitForState("Master");

        Assert.Equal(election, ElectionOf(shown, adopted: true, restarts: 0));
        AssertSteady(from, seconds: 0.5);
        Assert.DoesNotContain(_sniffer.Adverts.Skip(from), IsRelease);
    }

    [Fact]
    public void ConsoleTerminated_ElectionLeavesInOrder()
    {
        ConsoleUnderTest console = Start();
        int election = ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);

        console.Signal("TERM");
        console.Log();

        Assert.Single(_sniffer.Adverts, IsRelease);
        Assert.False(_machine.Holds(Vip));
        Eventually.Holds(TimeSpan.FromSeconds(5), () => !Lives(election), () => $"election process {election} still runs");
    }

    [Fact]
    public void ElectionKilled_IsStartedAgain_AndTheConsoleSaysSo()
    {
        ConsoleUnderTest console = Start();
        int lost = ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);

        ConsoleUnderTest.Signal(lost, "KILL");
        JsonElement shown = default;
        Eventually.Holds(TimeSpan.FromSeconds(20), () =>
        {
            if (console.Status() is not { } status) return false;
            shown = status;
            return Restarts(status) == 1 && status.GetProperty("vrrp").GetArrayLength() == 1 && status.GetProperty("vrrp")[0].GetProperty("state").GetString() == "Master";
        }, () => $"another is master; last: {shown}");

        Assert.NotEqual(lost, ElectionOf(shown, adopted: false, restarts: 1));
        WaitFor.True(() => _machine.Holds(Vip), "the address, which the kernel gets a moment after the state is shown");
        console.Signal("TERM");
        string log = console.Log();
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Election process {lost} has ended unexpectedly"), log, StringComparison.Ordinal);
        Assert.Contains("started in its place (restart 1)", log, StringComparison.Ordinal);
    }

    [Fact]
    public void BothKilled_LeaseEnds_AddressIsGone()
    {
        ConsoleUnderTest console = Start();
        int election = ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);
        Assert.True(_machine.Holds(Vip));

        console.Signal("KILL");
        ConsoleUnderTest.Signal(election, "KILL");

        // The lease is 2 s at 100 ms; the kernel looks once a second.
        TimeSpan taken = Eventually.Holds(TimeSpan.FromSeconds(4), () => !_machine.Holds(Vip), () => "the kernel still holds the address");
        Assert.True(taken > TimeSpan.FromSeconds(1), $"the address went after {taken.TotalMilliseconds:0} ms, before a backup could have taken over");
    }

    private static bool IsRelease(CapturedFrame advert) => advert.Bytes[14 + 20 + 2] == 0;

    private static bool Lives(int process) => Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static JsonElement ProcessIn(JsonElement status) => status.GetProperty("engine").GetProperty("electionProcess");

    private static int Restarts(JsonElement status) => ProcessIn(status) is { ValueKind: JsonValueKind.Object } process ? process.GetProperty("restarts").GetInt32() : -1;

    private static int ElectionOf(JsonElement status, bool adopted, int restarts)
    {
        JsonElement process = ProcessIn(status);
        Assert.Equal(adopted, process.GetProperty("adopted").GetBoolean());
        Assert.Equal(restarts, process.GetProperty("restarts").GetInt32());
        return process.GetProperty("processId").GetInt32();
    }

    private ConsoleUnderTest Start(params string[] arguments)
    {
        var console = ConsoleUnderTest.Start(_machine, _data, arguments);
        _consoles.Add(console);
        return console;
    }

    /// <summary>From the given advert on they came every 100 ms, none so late that a backup would have stirred.</summary>
    private void AssertSteady(int from, double seconds)
    {
        IReadOnlyList<CapturedFrame> adverts = [.. _sniffer.Adverts.Skip(from - 1)];
        Assert.True(adverts.Count >= seconds * 9, $"{adverts.Count} adverts in at least {seconds} s");
        TimeSpan longest = adverts.Zip(adverts.Skip(1), Sniffer.Between).Max();
        Assert.True(longest <= s_longestGap, $"a gap of {longest.TotalMilliseconds:0.0} ms between two adverts");
    }
}
