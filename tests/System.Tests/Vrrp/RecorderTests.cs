using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp.Recording;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(PairCollection.Name)]
public sealed class RecorderTests : PairTests
{
    [Fact]
    public void TraceOfARealElection_ReplaysWithoutADifference()
    {
        using var a = new Director(A);
        using var b = new Director(B);
        ClusterDefinition definition = Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with { AdvertisementInterval = new AdvertisementInterval(2) });
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition);
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => b.Status.Counters.AdvertsReceived > 300, "more than the recorder holds", b.Describe);
        A.SetPort("eth0", up: false);
        b.WaitForState(VrrpState.Master);

        string text = b.Runtime.Trace("VI_1")!;

        Assert.Null(b.Runtime.Trace("VI_2"));
        Assert.True(TraceText.TryRead(text, out Trace? trace, out string? problem), problem);
        Assert.InRange(trace!.Steps.Count, 60, 400);
        Assert.Contains(trace.Steps, step => step.Outputs?.Contains("Backup to Master (MasterSilent)", StringComparison.Ordinal) == true);
        Assert.Empty(TraceReplay.Run(trace));
    }

    [Fact]
    public void Capture_HoldsTheLastFramesSeenAndSent()
    {
        using var a = new Director(A);
        using var b = new Director(B);
        ClusterDefinition definition = Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with { AdvertisementInterval = new AdvertisementInterval(2) });
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition);
        WaitFor.True(() => b.Status.Counters.AdvertsReceived > 250, "more frames than are kept", b.Describe);

        Assert.Null(b.Runtime.Capture("VI_2"));
        foreach ((Director director, byte direction) in new[] { (a, (byte)2), (b, (byte)1) })
        {
            byte[] file = director.Runtime.Capture("VI_1")!;
            Assert.Equal("0a0d0d0a", Convert.ToHexString(file, 0, 4).ToLowerInvariant());
            (int packets, int inDirection) = Count(file, direction);
            Assert.Equal(200, packets);
            Assert.Equal(packets, inDirection);
        }
    }

    private static (int Packets, int InDirection) Count(byte[] file, byte direction)
    {
        int packets = 0;
        int matching = 0;
        for (int at = 0; at < file.Length; at += BitConverter.ToInt32(file, at + 4))
        {
            if (BitConverter.ToInt32(file, at) != 6) continue;
            packets++;
            // Header and datagram of one IPv4 address (20 + 12 bytes), then the flags: code 2, length 4, value.
            int flags = at + 28 + BitConverter.ToInt32(file, at + 20);
            if (BitConverter.ToInt32(file, flags) == 0x0004_0002 && file[flags + 4] == direction) matching++;
        }

        return (packets, matching);
    }
}
