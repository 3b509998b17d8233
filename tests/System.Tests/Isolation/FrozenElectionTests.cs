using System.Diagnostics;
using System.Text.Json;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>An election process that stands still while its console lives.</summary>
[Collection(NetworkCollection.Name)]
public sealed class FrozenElectionTests
{
    [Fact]
    public async Task Frozen_AddressLeavesByLease_TheConsoleSaysSo_AndItRecovers() =>
        await Task.WhenAll(Task.Run(() => Freeze(150)), Task.Run(() => Freeze(255)));

    private static void Freeze(int priority)
    {
        using var rig = new IsolationRig(IsolationRig.Conf(priority: priority));
        ConsoleUnderTest console = rig.Start();
        int election = IsolationRig.ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);
        WaitFor.True(() => rig.HoldsVip, $"the address of priority {priority}");

        var watch = Stopwatch.StartNew();
        ConsoleUnderTest.Signal(election, "STOP");
        // The lease is 2 s at 100 ms; the kernel looks once a second.
        WaitFor.True(() => !rig.HoldsVip, $"the kernel to drop the address of priority {priority}");
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 4.5);
        // Silence of 3 s counts as frozen.
        WaitFor.True(() => Freshness(console) == "Unknown", "the console to say that what it shows is old");
        Assert.InRange(watch.Elapsed.TotalSeconds, 2, 8);
        // Its picture is old before all silence is: an event may have been its last word. Woken in between, it was never frozen.
        WaitFor.True(() => console.HasLogged("has said nothing for 3 s: it is frozen"), "the event that says so");

        int heard = rig.Sniffer.Adverts.Count;
        ConsoleUnderTest.Signal(election, "CONT");
        JsonElement shown = console.WaitForState("Master");
        Assert.Equal(election, IsolationRig.ElectionOf(shown, adopted: false, restarts: 0));
        WaitFor.True(() => rig.HoldsVip, $"the address of priority {priority} again");
        WaitFor.True(() => rig.Sniffer.Adverts.Count > heard + 2, $"adverts of priority {priority} again");

        console.Signal("TERM");
        string log = console.Log();
        Assert.Contains("answers again", log, StringComparison.Ordinal);
    }

    private static string? Freshness(ConsoleUnderTest console) =>
        console.Status() is { } status && status.GetProperty("vrrp").GetArrayLength() == 1 ? status.GetProperty("vrrp")[0].GetProperty("freshness").GetString() : null;
}
