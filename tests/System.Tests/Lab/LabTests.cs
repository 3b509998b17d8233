using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Lab;

/// <summary>The stories of the README on the real lab: three directors as processes, real packets, real tables, a client that counts.</summary>
[Collection(NetworkCollection.Name)]
public sealed partial class LabTests(LabFixture lab) : IClassFixture<LabFixture>
{
    /// <summary>l2 has priority 150: 3 × 1 s + (256 − 150) / 256 s.</summary>
    private const double MasterDownOfL2Ms = 3414.0625;

    [Fact]
    public void Status_ShowsExactlyOneOwner()
    {
        LabFixture.WaitForOwner("l1", TimeSpan.FromSeconds(15));
        JsonElement status = JsonDocument.Parse(LabFixture.Run("status", "--json")).RootElement;

        JsonElement[] nodes = [.. status.GetProperty("nodes").EnumerateArray()];
        Assert.Equal(["Master", "Backup", "Backup"], nodes.Select(node => node.GetProperty("state").GetString()));
        Assert.Single(nodes, node => node.GetProperty("addresses").EnumerateArray().Any(address => address.GetString() == "10.88.0.100/24"));
        Assert.All(status.GetProperty("realServers").EnumerateArray(), server => Assert.True(server.GetProperty("up").GetBoolean()));
    }

    [Fact]
    public void Crash_OfTheOwner_IsTakenOverInTime_AndTheOwnerPreemptsBack()
    {
        LabFixture.WaitForOwner("l1", TimeSpan.FromSeconds(15));
        using Process client = LabFixture.StartClient(12);

        string crash = LabFixture.Run("crash", "l1");
        int takenAfter = Milliseconds(crash, "l2 owns");
        JsonElement transition = LastTransition("l2");
        string start = LabFixture.Run("start", "l1");
        JsonElement count = LabFixture.ClientResult(client);

        Assert.InRange(takenAfter, 1, (int)MasterDownOfL2Ms + 100);
        Assert.Equal("Master", transition.GetProperty("to").GetString());
        Assert.Equal("MasterSilent", transition.GetProperty("cause").GetString());
        Assert.Contains("10.88.0.11", transition.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Contains("l1 owns", start, StringComparison.Ordinal);
        Assert.InRange(count.GetProperty("longestSilenceMs").GetInt32(), 0, (int)MasterDownOfL2Ms + 100);
        Assert.InRange(count.GetProperty("answered").GetInt32(), 150, 240);
        LabFixture.WaitForOwner("l1", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Freeze_OfTheOwner_ItsKernelDropsTheAddress()
    {
        LabFixture.WaitForOwner("l1", TimeSpan.FromSeconds(15));

        string freeze = LabFixture.Run("freeze", "l1");
        LabFixture.Run("thaw", "l1");

        Assert.InRange(Milliseconds(freeze, "l2 owns"), 1, (int)MasterDownOfL2Ms + 100);
        Assert.InRange(Milliseconds(freeze, "dropped"), 0, 1500);
        LabFixture.WaitForOwner("l1", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Stop_OfTheOwner_IsTakenOverInSkewTime_AndLosesAtMostTheRequestInFlight()
    {
        LabFixture.WaitForOwner("l1", TimeSpan.FromSeconds(15));
        using Process client = LabFixture.StartClient(8);

        string stop = LabFixture.Run("stop", "l1");
        string sentence = LastTransition("l2").GetProperty("cause").GetString()!;
        LabFixture.Run("start", "l1");
        JsonElement count = LabFixture.ClientResult(client);

        Assert.InRange(Milliseconds(stop, "l2 owns"), 1, 1500);
        Assert.Equal("MasterReleased", sentence);
        // l2 does not know a connection that l1 rewrote: one that is open in the instant of the move is reset. New ones are answered.
        Assert.InRange(count.GetProperty("failed").GetInt32(), 0, 1);
        Assert.InRange(count.GetProperty("longestSilenceMs").GetInt32(), 0, 1500);
        LabFixture.WaitForOwner("l1", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void BrokenRealServer_LeavesAfterExactlyItsRetries_WithoutAClientErrorAfterThat()
    {
        LabFixture.WaitForOwner("l1", TimeSpan.FromSeconds(15));
        Eventually.Holds(TimeSpan.FromSeconds(15), () => Is("10.88.0.102:80", "Up", true), () => "rs2 is not up");

        var watch = Stopwatch.StartNew();
        LabFixture.Run("break", "rs2");
        Eventually.Holds(TimeSpan.FromSeconds(10), () => Is("10.88.0.102:80", "Down", false), () => lab.RealServer("l1", "10.88.0.102:80").GetRawText());
        TimeSpan gone = watch.Elapsed;
        JsonElement server = lab.RealServer("l1", "10.88.0.102:80");
        using (Process client = LabFixture.StartClient(3))
        {
            JsonElement count = LabFixture.ClientResult(client);
            Assert.Equal(0, count.GetProperty("failed").GetInt32());
            Assert.False(count.GetProperty("byServer").TryGetProperty("rs2", out _));
        }

        LabFixture.Run("fix", "rs2");
        Eventually.Holds(TimeSpan.FromSeconds(5), () => Is("10.88.0.102:80", "Up", true), () => "rs2 did not come back");

        // retry 2: the third failure in a row takes it out, two retries of 1 s after the first failed check (delay_loop 1 s).
        Assert.StartsWith("3 of 3 attempts failed", server.GetProperty("stateReason").GetString(), StringComparison.Ordinal);
        // Counted from before the script runs, so never less than the two retries; the script itself takes up to half a second.
        Assert.InRange(gone.TotalSeconds, 2.0, 4.0);
        Assert.Contains(lab.Get("l1", "/api/v1/audit?limit=200").GetProperty("items").EnumerateArray(),
            row => row.GetProperty("action").GetString() == "take-out" && row.GetProperty("object").GetString()!.Contains("10.88.0.102:80", StringComparison.Ordinal));
    }

    [Fact]
    public void Readme_NamesOnlyCommandsOfTheLab()
    {
        string readme = File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));
        string[] verbs = [.. LabCommand().Matches(readme).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal(["break", "client", "crash", "fix", "freeze", "start", "status", "thaw"], verbs);
    }

    private bool Is(string address, string state, bool inTable)
    {
        JsonElement server = lab.RealServer("l1", address);
        return server.GetProperty("state").GetString() == state && server.GetProperty("inTable").GetBoolean() == inTable;
    }

    private JsonElement LastTransition(string node)
    {
        JsonElement last = default;
        Eventually.Holds(TimeSpan.FromSeconds(3), () =>
        {
            JsonElement items = lab.Get(node, "/api/v1/transitions?limit=1").GetProperty("items");
            if (items.GetArrayLength() == 0) return false;
            last = items[0];
            return last.GetProperty("to").GetString() == "Master";
        }, () => $"the last transition of {node} is {last}");
        return last;
    }

    private static int Milliseconds(string output, string line)
    {
        Match match = Regex.Match(output, Regex.Escape(line) + @".* (\d+) ms", RegexOptions.CultureInvariant);
        Assert.True(match.Success, $"no line with \"{line}\" and a time in:\n{output}");
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\./lab\.sh (\w+)", RegexOptions.Multiline)]
    private static partial Regex LabCommand();
}
