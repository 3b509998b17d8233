using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Isolation;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Isolation;

public sealed class ElectionMessageTests
{
    private static readonly DateTimeOffset s_then = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<EngineEvent> Events => new(
        new VrrpTransitioned(new VrrpTransition
        {
            Instance = "VI_1", From = VrrpState.Backup, To = VrrpState.Master, Cause = TransitionCause.MasterDown, OwnPriority = 100,
            PeerAddress = IPAddress.Parse("10.0.0.2"), PeerPriority = 200, SilentFor = TimeSpan.FromMilliseconds(3609.375),
        }),
        new DriftRepaired("10.0.0.9/24 on eth0", "it was gone", "it was added"),
        new HeartbeatLineChanged("VI_1", "eth1", false, "no carrier", 1),
        new TrackChanged("script", "chk", false, "exit code 1"),
        new SplitBrainStarted(Split()),
        new SplitBrainEnded(Split(), TimeSpan.FromSeconds(2), "this node yielded"),
        new EngineNotice("VRRP", "what, why, the way out", EventSeverity.Critical));

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Event_ArrivesAsItWas(EngineEvent sent)
    {
        EngineEvent stamped = sent with { At = s_then };
        var got = Assert.IsType<ElectionMessage.Happened>(await ThereAsync(new ElectionMessage.Happened([stamped], 7, 0)));
        Assert.Equal(stamped, Assert.Single(got.Events));
        Assert.Equal(stamped.Sentence, got.Events[0].Sentence);
        Assert.Equal(7, got.UpTo);
    }

    [Fact]
    public async Task Picture_ArrivesAsItWas()
    {
        var picture = new ElectionPicture
        {
            RealTime = true,
            WorstLateness = TimeSpan.FromMilliseconds(1.5),
            LatenessCounts = [1, 2, 3],
            Instances =
            [
                new VrrpInstanceStatus
                {
                    Name = "VI_1", VirtualRouterId = new VirtualRouterId(51), Version = VrrpVersion.V3, Interface = "eth0", State = VrrpState.Master,
                    BasePriority = 100, EffectivePriority = 90, AdvertisementInterval = new AdvertisementInterval(10), ObservedAt = s_then, Freshness = Freshness.Stale,
                    Owner = new VrrpOwner("a", IPAddress.Parse("10.0.0.1"), 90, s_then),
                    VirtualAddresses = [new VirtualAddressStatus(IPAddress.Parse("10.0.0.9"), 24, "eth0", null, true)],
                    HeartbeatLines = [new HeartbeatLineStatus("eth0", s_then, true)],
                },
            ],
        };
        var got = Assert.IsType<ElectionMessage.Picture>(await ThereAsync(new ElectionMessage.Picture(picture)));
        VrrpInstanceStatus status = Assert.Single(got.Election.Instances);
        Assert.Equal(("VI_1", VrrpState.Master, s_then, Freshness.Stale), (status.Name, status.State, status.ObservedAt, status.Freshness));
        Assert.Equal(picture.Instances[0].Owner, status.Owner);
        Assert.Equal(picture.Instances[0].VirtualAddresses, status.VirtualAddresses);
        Assert.Equal(TimeSpan.FromMilliseconds(1.5), got.Election.WorstLateness);
        Assert.Equal([1, 2, 3], got.Election.LatenessCounts);
    }

    [Fact]
    public async Task StrangersLength_EndsTheConnection_WithoutReadingOn()
    {
        (Socket one, Socket other) = Pair();
        using var link = new ElectionLink(other);
        await one.SendAsync("GET / HTTP/1.1\r\n"u8.ToArray());
        IOException error = await Assert.ThrowsAsync<IOException>(() => link.ReceiveAsync(CancellationToken.None));
        Assert.Contains("542393671 bytes", error.Message, StringComparison.Ordinal); // "GET " as a number
        one.Dispose();
    }

    private static SplitBrainDiagnosis Split() => new()
    {
        Instance = "VI_1", Cause = SplitBrainCause.TwoMasters, Since = s_then, LastSeen = s_then, Rival = IPAddress.Parse("10.0.0.2"), RivalPriority = 90,
        Explanation = "two", ExplanationZh = "二", Remedy = "cable", RemedyZh = "线", Evidence = [new SplitBrainEvidence(SplitBrainCause.TwoMasters, s_then, s_then, 3, "advert")],
    };

    private static async Task<ElectionMessage> ThereAsync(ElectionMessage message)
    {
        (Socket one, Socket other) = Pair();
        using var sender = new ElectionLink(one);
        using var receiver = new ElectionLink(other);
        Task sending = sender.SendAsync(message, CancellationToken.None);
        ElectionMessage got = await receiver.ReceiveAsync(CancellationToken.None);
        await sending;
        return got;
    }

    private static (Socket One, Socket Other) Pair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var one = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        one.Connect(listener.LocalEndPoint!);
        return (one, listener.Accept());
    }
}
