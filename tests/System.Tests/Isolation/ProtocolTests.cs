using System.Text.Json;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>A console that finds an election process of another version, which holds a virtual address.</summary>
[Collection(NetworkCollection.Name)]
public sealed class ProtocolTests
{
    [Fact]
    public async Task OtherProtocol_IsReplaced_WithOneSentence_AndTheAddressStays() => await Task.WhenAll(
        Task.Run(() => Replace(
            hello => hello.Replace("\"spokenProtocol\":1", "\"spokenProtocol\":99", StringComparison.Ordinal),
            "speaks version 99 of the protocol and this console version 1; it is replaced, its virtual addresses stay")),
        Task.Run(() => Replace(
            hello => hello.Replace("\"message\":\"hello\"", "\"message\":\"salute\"", StringComparison.Ordinal),
            "says first what this console cannot read; it is replaced, its virtual addresses stay")));

    private static void Replace(Func<string, string> change, string sentence)
    {
        using var rig = new IsolationRig(IsolationRig.Conf());
        ConsoleUnderTest first = rig.Start();
        int old = IsolationRig.ElectionOf(first.WaitForState("Master"), adopted: false, restarts: 0);
        WaitFor.True(() => rig.HoldsVip, "the address");
        first.Signal("KILL");
        using var version = new OtherVersion(rig.SocketPath, change);
        AddressWatch watch = rig.WatchVip();
        int from = rig.Sniffer.Adverts.Count;

        ConsoleUnderTest second = rig.Start();
        JsonElement shown = second.WaitForState("Master");
        int election = IsolationRig.ElectionOf(shown, adopted: false, restarts: 0);

        Assert.NotEqual(old, election);
        Assert.Equal([election], rig.Elections());
        Assert.True(rig.HoldsVip);
        Assert.Equal(0, watch.Losses);
        Assert.DoesNotContain(rig.Sniffer.Adverts, IsolationRig.IsRelease);
        Console.WriteLine($"GAP {rig.LongestGap(from).TotalMilliseconds}");
        Assert.True(rig.LongestGap(from) < TimeSpan.FromSeconds(2), $"a gap of {rig.LongestGap(from).TotalMilliseconds:0} ms");
        second.Signal("TERM");
        string log = second.Log();
        Assert.Single(log.Split('\n'), line => line.Contains(sentence, StringComparison.Ordinal));
    }
}
