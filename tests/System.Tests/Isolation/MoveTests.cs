using System.Text.Json;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>A running master whose definition goes below a second moves into a process of its own, and stays there when it comes back.</summary>
[Collection(NetworkCollection.Name)]
public sealed class MoveTests : IDisposable
{
    private readonly IsolationRig _rig = new(IsolationRig.Conf("1"));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void FasterAndSlowerAgain_WhileMaster_TheAddressStays_AndTheStatusIsTrue()
    {
        ConsoleUnderTest console = _rig.Start();
        JsonElement shown = console.WaitForState("Master");
        Assert.Equal(-1, IsolationRig.Restarts(shown));
        WaitFor.True(() => _rig.HoldsVip, "the address");
        AddressWatch watch = _rig.WatchVip();
        int from = _rig.Sniffer.Adverts.Count;

        ConsoleUnderTest.Import(_rig.Data, IsolationRig.Conf("0.1"));
        shown = WaitForInterval(console, 100);
        int election = IsolationRig.ElectionOf(shown, adopted: false, restarts: 0);
        Assert.Equal([election], _rig.Elections());
        int fast = _rig.Sniffer.Adverts.Count;
        WaitFor.True(() => _rig.Sniffer.Adverts.Count > fast + 10, "ten fast adverts");
        // A backup has learnt the interval of 1 s and waits 3 of them and its skew.
        Assert.True(_rig.LongestGap(from) < TimeSpan.FromSeconds(2), $"a gap of {_rig.LongestGap(from).TotalMilliseconds:0} ms");

        from = _rig.Sniffer.Adverts.Count;
        ConsoleUnderTest.Import(_rig.Data, IsolationRig.Conf("1"));
        Assert.Equal(election, IsolationRig.ElectionOf(WaitForInterval(console, 1000), adopted: false, restarts: 0));
        int slow = _rig.Sniffer.Adverts.Count;
        WaitFor.True(() => _rig.Sniffer.Adverts.Count > slow + 1, "two slow adverts");
        Assert.InRange(_rig.LongestGap(from).TotalMilliseconds, 900, 1100);

        Assert.DoesNotContain(_rig.Sniffer.Adverts, IsolationRig.IsRelease);
        Assert.Equal(0, watch.Losses);
        Assert.True(_rig.HoldsVip);
    }

    private static JsonElement WaitForInterval(ConsoleUnderTest console, int milliseconds)
    {
        JsonElement found = default;
        Eventually.Holds(TimeSpan.FromSeconds(30), () =>
        {
            if (console.Status() is not { } status) return false;
            found = status;
            JsonElement vrrp = status.GetProperty("vrrp");
            return vrrp.GetArrayLength() == 1 && vrrp[0].GetProperty("state").GetString() == "Master" && vrrp[0].GetProperty("advertisementIntervalMs").GetDouble() == milliseconds;
        }, () => $"master at {milliseconds} ms; last: {found}");
        return found;
    }
}
