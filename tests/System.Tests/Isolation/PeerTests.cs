using System.Text.Json;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>Two consoles on one network that lets everything through but VRRP: each learns of the other master from its console.</summary>
[Collection(NetworkCollection.Name)]
public sealed class PeerTests : IDisposable
{
    private readonly NetworkRig _rig = new();
    private readonly List<string> _folders = [];
    private readonly List<ConsoleUnderTest> _consoles = [];

    public void Dispose()
    {
        foreach (ConsoleUnderTest console in _consoles) console.Dispose();
        _rig.Dispose();
        foreach (string folder in _folders) Directory.Delete(folder, recursive: true);
    }

    /// <summary>One election in the console's process, the other in a process of its own.</summary>
    [Fact]
    public void TwoMasters_WithVrrpBlocked_EachNamesTheClaimOfTheOther_AndOneYieldsOnceItGetsThrough()
    {
        RigNode one = Blocked("a", "10.77.0.1/24"), other = Blocked("b", "10.77.0.2/24");
        string dataOfOne = Folder(), dataOfOther = Folder();
        Parallel.Invoke(() => ConsoleUnderTest.Prepare(dataOfOne, IsolationRig.Conf(priority: 150)), () => ConsoleUnderTest.Prepare(dataOfOther, IsolationRig.Conf(priority: 100)));
        ConsoleUnderTest first = Start(one, dataOfOne, "10.77.0.2", dataOfOther, "InProcess");
        ConsoleUnderTest second = Start(other, dataOfOther, "10.77.0.1", dataOfOne, "Child");
        first.WaitForState("Master");
        second.WaitForState("Master");

        WaitForClaim(first, "the console of 10.77.0.2 says that it is Master with priority 100");
        WaitForClaim(second, "the console of 10.77.0.1 says that it is Master with priority 150");

        foreach (RigNode node in (RigNode[])[one, other]) Shell.Run($"ip netns exec {node.Namespace} nft delete table ip kcpeer");
        second.WaitForState("Backup");
        // The winner waits ten seconds more for answers from elsewhere before it is sure.
        JsonElement after = Check(second)!.Value;
        Assert.True(after.GetProperty("ok").GetBoolean(), after.ToString());
        Assert.True(one.Holds(IsolationRig.Vip));
        // A thread of its own takes addresses off the kernel: the state is told while it works.
        Eventually.Holds(TimeSpan.FromSeconds(2), () => !other.Holds(IsolationRig.Vip), () => "the one that yielded has let go of the address");
    }

    private static void WaitForClaim(ConsoleUnderTest console, string detail)
    {
        // An answer for the address from elsewhere tells less, a refused advert would tell more; there is none.
        Eventually.Holds(
            TimeSpan.FromSeconds(15), () => Evidence(console) is [var first, ..] && first.GetProperty("cause").GetString() == "PeerClaims", () => $"{Check(console)}");
        Assert.Equal(detail, Evidence(console)[0].GetProperty("detail").GetString());
        Assert.Equal("PeerClaims", Check(console)!.Value.GetProperty("diagnosis").GetProperty("cause").GetString());
    }

    private static IReadOnlyList<JsonElement> Evidence(ConsoleUnderTest console) =>
        Check(console) is { } check && check.GetProperty("diagnosis") is { ValueKind: JsonValueKind.Object } diagnosis ? [.. diagnosis.GetProperty("evidence").EnumerateArray()] : [];

    private static JsonElement? Check(ConsoleUnderTest console) => console.Get("split-brain")?.GetProperty("instances")[0];

    private ConsoleUnderTest Start(RigNode machine, string data, string peer, string dataOfPeer, string isolation)
    {
        var console = ConsoleUnderTest.Start(
            machine, data, "--urls", "http://0.0.0.0:8300", $"--Engine:Isolation={isolation}",
            $"--Peers:0:Url=http://{peer}:8300", "--Peers:0:AllowHttp=true", $"--Peers:0:TokenFile={Path.Combine(dataOfPeer, ConsoleUnderTest.TokenFile)}");
        _consoles.Add(console);
        return console;
    }

    private string Folder()
    {
        _folders.Add(Directory.CreateTempSubdirectory("kcpeer-").FullName);
        return _folders[^1];
    }

    /// <summary>A machine that takes everything but adverts.</summary>
    private RigNode Blocked(string name, string address)
    {
        RigNode node = _rig.AddNode(name, address);
        string nft = $"ip netns exec {node.Namespace} nft";
        Shell.Run($"{nft} add table ip kcpeer");
        Shell.Run($"{nft} add chain ip kcpeer input {{ type filter hook input priority 0 ; policy accept ; }}");
        Shell.Run($"{nft} add rule ip kcpeer input ip protocol 112 drop");
        return node;
    }
}
