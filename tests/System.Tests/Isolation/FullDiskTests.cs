using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>A data directory with no byte left, under the console and the log of its election process.</summary>
[Collection(NetworkCollection.Name)]
public sealed class FullDiskTests
{
    [Fact]
    public void DiskFull_ElectionGoesOn_AndTheLogSaysAfterwardsWhatItLacks()
    {
        using var rig = new IsolationRig(IsolationRig.Conf(), diskMebibytes: 24);
        ConsoleUnderTest console = rig.Start();
        int election = IsolationRig.ElectionOf(console.WaitForState("Master"), adopted: false, restarts: 0);
        string filler = Path.Combine(rig.Data, "filler");
        Fill(filler, piece: 4096);
        Fill(Path.Combine(rig.Data, "election.log"), piece: 1); // the rest of its last block

        // Each change of state is a line in the log.
        for (int times = 0; times < 2; times++)
        {
            rig.Machine.SetPort("eth0", up: false);
            console.WaitForState("Fault");
            rig.Machine.SetPort("eth0", up: true);
            console.WaitForState("Master");
        }

        WaitFor.True(() => rig.HoldsVip, "the address");
        int heard = rig.Sniffer.Adverts.Count;
        WaitFor.True(() => rig.Sniffer.Adverts.Count >= heard + 20, "20 more adverts");
        Assert.True(rig.LongestGap(heard) < TimeSpan.FromMilliseconds(341), $"a gap of {rig.LongestGap(heard).TotalMilliseconds:0} ms, after which a backup takes over");

        File.Delete(filler);
        rig.Machine.SetPort("eth0", up: false);
        Assert.Equal(election, IsolationRig.ElectionOf(console.WaitForState("Fault"), adopted: false, restarts: 0));
        string log = Path.Combine(rig.Data, "election.log");
        WaitFor.True(() => File.ReadAllText(log).Contains("lines before this one could not be written", StringComparison.Ordinal), "the log to say what it lacks", () => File.ReadAllText(log));
    }

    private static void Fill(string path, int piece)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        byte[] line = [.. Enumerable.Repeat((byte)'\n', piece)];
        try
        {
            for (long written = 0; written < 1 << 30; written += piece) file.Write(line);
        }
        catch (IOException)
        {
            return; // full, as it should be
        }

        Assert.Fail($"{path} grew beyond 1 GiB; it is not on a small disk");
    }
}
