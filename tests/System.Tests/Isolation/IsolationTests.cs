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
    /// <summary>
    /// The longest silence a backup bears at 100 ms is 3 intervals; a late advert is one that comes later than its interval and the skew of
    /// the next best priority, (256 - 150) / 256 × 100 ms = 41 ms.
    /// </summary>
    private static readonly TimeSpan s_longestGap = TimeSpan.FromMilliseconds(141);

    private readonly IsolationRig _rig = new(IsolationRig.Conf());

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void ConsoleKilled_AdvertsGoOn_AddressStays_NextConsoleAdopts()
    {
        ConsoleUnderTest first = _rig.Start();
        int election = IsolationRig.ElectionOf(first.WaitForState("Master"), adopted: false, restarts: 0);
        int announced = _rig.Sniffer.GratuitousArps.Count;
        int from = _rig.Sniffer.Adverts.Count;

        first.Signal("KILL");
        Thread.Sleep(1500);
        Assert.True(_rig.HoldsVip);
        JsonElement shown = _rig.Start().WaitForState("Master");

        Assert.Equal(election, IsolationRig.ElectionOf(shown, adopted: true, restarts: 0));
        AssertSteady(from, seconds: 1.5);
        Assert.Equal(announced, _rig.Sniffer.GratuitousArps.Count); // nobody took over, so nobody announced
    }

    [Fact]
    public void ConsoleFrozen_AdvertsGoOn_AndAfterwardsItShowsTheTruth()
    {
        ConsoleUnderTest console = _rig.Start();
        int election = IsolationRig.ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);
        int from = _rig.Sniffer.Adverts.Count;

        console.Signal("STOP");
        Thread.Sleep(6000);
        Assert.True(_rig.HoldsVip);
        AssertSteady(from, seconds: 6);
        console.Signal("CONT");

        Assert.Equal(election, IsolationRig.ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0));
        console.Signal("TERM");
        Assert.DoesNotContain("has said nothing", console.Log(), StringComparison.Ordinal); // it was the console that slept
    }

    [Fact]
    public void ConsoleReplaced_KeepingAddresses_NothingMoves()
    {
        ConsoleUnderTest first = _rig.Start("--Engine:KeepAddressesOnExit=true");
        int election = IsolationRig.ElectionOf(first.WaitForState("Master"), adopted: false, restarts: 0);
        int from = _rig.Sniffer.Adverts.Count;

        first.Signal("TERM");
        first.Log();
        JsonElement shown = _rig.Start("--Engine:KeepAddressesOnExit=true").WaitForState("Master");

        Assert.Equal(election, IsolationRig.ElectionOf(shown, adopted: true, restarts: 0));
        AssertSteady(from, seconds: 0.5);
        Assert.DoesNotContain(_rig.Sniffer.Adverts.Skip(from), IsolationRig.IsRelease);
    }

    [Fact]
    public void ConsoleTerminated_ElectionLeavesInOrder()
    {
        ConsoleUnderTest console = _rig.Start();
        int election = IsolationRig.ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);

        console.Signal("TERM");
        console.Log();

        Assert.Single(_rig.Sniffer.Adverts, IsolationRig.IsRelease);
        Assert.False(_rig.HoldsVip);
        Eventually.Holds(TimeSpan.FromSeconds(5), () => !IsolationRig.Lives(election), () => $"election process {election} still runs");
    }

    [Fact]
    public void ElectionKilled_IsStartedAgain_AndTheConsoleSaysSo()
    {
        ConsoleUnderTest console = _rig.Start();
        int lost = IsolationRig.ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);

        ConsoleUnderTest.Signal(lost, "KILL");
        JsonElement shown = default;
        Eventually.Holds(TimeSpan.FromSeconds(20), () =>
        {
            if (console.Status() is not { } status) return false;
            shown = status;
            return IsolationRig.Restarts(status) == 1 && status.GetProperty("vrrp").GetArrayLength() == 1 && status.GetProperty("vrrp")[0].GetProperty("state").GetString() == "Master";
        }, () => $"another is master; last: {shown}");

        Assert.NotEqual(lost, IsolationRig.ElectionOf(shown, adopted: false, restarts: 1));
        WaitFor.True(() => _rig.HoldsVip, "the address, which the kernel gets a moment after the state is shown");
        console.Signal("TERM");
        string log = console.Log();
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Election process {lost} has ended unexpectedly"), log, StringComparison.Ordinal);
        Assert.Contains("started in its place (restart 1)", log, StringComparison.Ordinal);
    }

    [Fact]
    public void BothKilled_LeaseEnds_AddressIsGone()
    {
        ConsoleUnderTest console = _rig.Start();
        int election = IsolationRig.ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);
        Assert.True(_rig.HoldsVip);

        console.Signal("KILL");
        ConsoleUnderTest.Signal(election, "KILL");

        // The lease is 2 s at 100 ms; the kernel looks once a second.
        TimeSpan taken = Eventually.Holds(TimeSpan.FromSeconds(4), () => !_rig.HoldsVip, () => "the kernel still holds the address");
        Assert.True(taken > TimeSpan.FromSeconds(1), $"the address went after {taken.TotalMilliseconds:0} ms, before a backup could have taken over");
    }

    /// <summary>From the given advert on they came every 100 ms, none so late that a backup would have stirred.</summary>
    private void AssertSteady(int from, double seconds)
    {
        int adverts = _rig.Sniffer.Adverts.Count - from;
        Assert.True(adverts >= seconds * 9, $"{adverts} adverts in at least {seconds} s");
        TimeSpan longest = _rig.LongestGap(from);
        Assert.True(longest <= s_longestGap, $"a gap of {longest.TotalMilliseconds:0.0} ms between two adverts");
    }
}
