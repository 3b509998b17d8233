using System.Text.Json;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>A console that finds an election process of another version, which holds a virtual address.</summary>
[Collection(NetworkCollection.Name)]
public sealed class ProtocolTests
{
    [Fact]
    public async Task OtherProtocol_IsReplaced_WithOneSentence_AndTheAddressStays() => await Task.WhenAll(
        Task.Run(() => Replace("\"spokenProtocol\":1,", "\"spokenProtocol\":9,",
            "speaks version 9 of the protocol and this console version 1; it is replaced, its virtual addresses stay")),
        Task.Run(() => Replace("\"message\":\"hello\"", "\"message\":\"salve\"",
            "says what this console cannot read; it is replaced, its virtual addresses stay")));

    private static void Replace(string from, string to, string sentence)
    {
        // At 0.3 s a second may pass between the two; at 0.1 s a machine that stands still for a third of one is enough for an honest new election.
        using var rig = new IsolationRig(IsolationRig.Conf(interval: "0.3"));
        ConsoleUnderTest first = rig.Start();
        int old = IsolationRig.ElectionOf(first.WaitForState("Master"), adopted: false, restarts: 0);
        WaitFor.True(() => rig.HoldsVip, "the address");
        first.Signal("KILL");
        using var version = new OtherVersion(rig.Machine, rig.SocketPath, from, to);
        AddressWatch watch = rig.WatchVip();
        int before = rig.Sniffer.Adverts.Count;

        ConsoleUnderTest second = rig.Start();
        JsonElement shown = second.WaitForState("Master");
        int election = IsolationRig.ElectionOf(shown, adopted: false, restarts: 0);

        Assert.NotEqual(old, election);
        Assert.Equal([election], rig.Elections());
        Assert.True(rig.HoldsVip);
        Assert.Equal(0, watch.Losses);
        Assert.DoesNotContain(rig.Sniffer.Adverts, IsolationRig.IsRelease);
        Assert.True(rig.LongestGap(before) < TimeSpan.FromSeconds(2), $"a gap of {rig.LongestGap(before).TotalMilliseconds:0} ms");
        second.Signal("TERM");
        string log = second.Log();
        Assert.Single(log.Split('\n'), line => line.Contains(sentence, StringComparison.Ordinal));
    }
}
