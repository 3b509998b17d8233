using System.Collections.Concurrent;
using System.Net;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Live;
using KeepaliveConsole.Web.Peers;
using KeepaliveConsole.Web.Settings;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Tests.Peers;

/// <summary>This node is l1, Master of VI_WEB; the other one is l2 at 10.88.0.12.</summary>
public sealed class PeerWatchTests
{
    private static readonly (string, string, int) s_claim = ("VI_WEB", "10.88.0.12", 150);

    private readonly ManualTime _time = new(FakeStatus.Noon);
    private readonly FakeEngine _engine = new();
    private readonly ToldEvents _told = new();

    [Fact]
    public async Task TwoConsoles_BothMaster_TheClaimReachesTheEngine()
    {
        await using var other = new ConsoleFactory();
        other.Engine.Current = Other(VrrpState.Master);
        Uri url = other.Listen();
        await using var console = new ConsoleFactory { Replace = services => services.AddSingleton<TimeProvider>(_time) };
        console.Set("Peers:0:Url", url.ToString());
        console.Set("Peers:0:Token", other.TokenOf("viewer"));
        _ = console.Services;

        await Until.TrueAsync(() => !console.Engine.Claims.IsEmpty, "the claim arrived");
        Assert.Equal(s_claim, console.Engine.Claims.First());
    }

    [Fact]
    public async Task AMaster_AsksEachSecond_AndHandsOnEachClaim()
    {
        await using FakePeer peer = await FakePeer.StartAsync(FakePeer.Status(Other(VrrpState.Master)));
        await using Watching watching = await StartAsync(peer.Settings);
        for (int n = 1; n <= 3; n++)
        {
            await Until.TrueAsync(() => _engine.Claims.Count == n, $"claim {n}");
            _time.Advance(TimeSpan.FromMilliseconds(999));
            Assert.Equal(n, peer.Requests.Count);
            peer.Answer = FakePeer.Status(Other(VrrpState.Master, _time.GetUtcNow()));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.All(_engine.Claims, claim => Assert.Equal(s_claim, claim));
        Assert.Empty(_told.Kinds);
    }

    [Fact]
    public async Task ABackup_AsksNobody_AndKeepsNoTimer()
    {
        await using FakePeer peer = await FakePeer.StartAsync(FakePeer.Status(Other(VrrpState.Master)));
        _engine.Current = _engine.Current.WithInstance(instance => instance with { State = VrrpState.Backup });
        await using Watching watching = await StartAsync(peer.Settings);
        await Until.TrueAsync(() => _engine.Subscribers.Contains("peers"), "it listens");
        Assert.Equal(0, _time.Timers);
        Assert.Empty(peer.Requests);

        Becomes(VrrpState.Master);
        await Until.TrueAsync(() => _engine.Claims.Count == 1, "a claim as Master");
        Becomes(VrrpState.Backup);
        await Until.TrueAsync(() => _time.Timers == 0, "the end of the questions");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(peer.Requests);

        peer.Answer = FakePeer.Status(Other(VrrpState.Master, _time.GetUtcNow()));
        Becomes(VrrpState.Master);
        await Until.TrueAsync(() => _engine.Claims.Count == 2, "a claim as Master again");
    }

    [Fact]
    public async Task WithoutAPeer_NotEvenTheEventsAreRead()
    {
        await using Watching watching = await StartAsync();
        await watching.Ended;
        Assert.Empty(_engine.Subscribers);
    }

    [Fact]
    public async Task AHealthyPeer_IsNoClaim_AndNoNews()
    {
        await using FakePeer peer = await FakePeer.StartAsync(FakePeer.Status(Other(VrrpState.Backup)));
        await using Watching watching = await StartAsync(peer.Settings);
        for (int n = 1; n <= 3; n++)
        {
            await Until.TrueAsync(() => peer.Requests.Count == n && _time.Timers == 1, $"answer {n}");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_engine.Claims);
        Assert.Empty(_told.Kinds);
    }

    [Fact]
    public async Task APeerThatFails_IsToldOnce_AndOnceWhenItIsBack()
    {
        await using FakePeer peer = await FakePeer.StartAsync(FakePeer.Says(503, ""));
        await using Watching watching = await StartAsync(peer.Settings);
        await Until.TrueAsync(() => _told.Kinds.Any(), "the news");
        for (int n = 1; n <= 3; n++)
        {
            await Until.TrueAsync(() => peer.Requests.Count == n && _time.Timers == 1, $"answer {n}");
            if (n == 3) peer.Answer = FakePeer.Status(Other(VrrpState.Master, _time.GetUtcNow().AddSeconds(1)));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Until.TrueAsync(() => _engine.Claims.Count == 1, "the claim");
        await Until.TrueAsync(() => _told.Kinds.Count() == 2, "both events");
        Assert.Equal(["peerConsoleLost", "peerConsoleFound"], _told.Kinds);
        StreamedEvent lost = _told.Events.First();
        Assert.Equal(
            ($"The console {peer.Url} does not tell whether its node is Master too: it answers 503.", EventSeverity.Warning, "l1", FakeStatus.Noon, peer.Url, "it answers 503"),
            (lost.Sentence, lost.Severity, lost.Node, lost.At, lost.Detail["peer"]!.GetValue<string>(), lost.Detail["reason"]!.GetValue<string>()));
        Assert.DoesNotContain(FakePeer.Token, lost.Detail.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal($"The console {peer.Url} tells again whether its node is Master too.", _told.Events.Last().Sentence);
    }

    [Fact]
    public async Task APeerThatRefuses_IsAskedAgainAfter30Seconds()
    {
        await using FakePeer peer = await FakePeer.StartAsync(FakePeer.Says(401, "{}"));
        await using Watching watching = await StartAsync(peer.Settings);
        await Until.TrueAsync(() => _told.Kinds.Any() && _time.Timers == 2, "it rests");
        _time.Advance(TimeSpan.FromMilliseconds(29_999));
        Assert.Single(peer.Requests);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Until.TrueAsync(() => peer.Requests.Count == 2, "the second question");
    }

    [Fact]
    public async Task ASilentPeer_DelaysNoOther()
    {
        await using FakePeer silent = await FakePeer.StartAsync(FakePeer.FallsSilent(null));
        await using FakePeer peer = await FakePeer.StartAsync(FakePeer.Status(Other(VrrpState.Master)));
        await using Watching watching = await StartAsync(silent.Settings, peer.Settings);

        await Until.TrueAsync(() => silent.Requests.Count == 1 && _engine.Claims.Count == 1, "the claim of the one that answers");
        Assert.Empty(_told.Kinds);
    }

    [Theory]
    [InlineData(-4, "what it shows is of 2026-03-01 11:59:56 UTC and here it is 12:00:00; set the clocks of both nodes by NTP, and let no cache stand between them")]
    [InlineData(4, "what it shows is of 2026-03-01 12:00:04 UTC and here it is 12:00:00; set the clocks of both nodes by NTP, and let no cache stand between them")]
    public async Task AnOldPicture_IsNoClaim_AndTold(int seconds, string reason)
    {
        await using FakePeer peer = await FakePeer.StartAsync(FakePeer.Status(Other(VrrpState.Master, FakeStatus.Noon.AddSeconds(seconds))));
        await using Watching watching = await StartAsync(peer.Settings);

        await Until.TrueAsync(() => _told.Kinds.Any(), "the news");
        Assert.Equal(reason, _told.Events.First().Detail["reason"]!.GetValue<string>());
        Assert.Empty(_engine.Claims);
    }

    [Fact]
    public async Task ThisConsoleItself_IsTold_AndNoClaim()
    {
        await using FakePeer peer = await FakePeer.StartAsync(FakePeer.Status(_engine.Current));
        await using Watching watching = await StartAsync(peer.Settings);

        await Until.TrueAsync(() => _told.Kinds.Any(), "the news");
        Assert.Equal("it is this console itself; name the other node's", _told.Events.First().Detail["reason"]!.GetValue<string>());
        Assert.Empty(_engine.Claims);
    }

    private static EngineStatus Other(VrrpState state, DateTimeOffset? at = null) => FakeStatus.Healthy().WithInstance(instance => instance with
    {
        Name = "named_otherwise_there",
        State = state,
        EffectivePriority = 150,
        Owner = instance.Owner! with { Node = "l2", Address = IPAddress.Parse("10.88.0.12"), Priority = 150 },
    }) with { Node = "l2", At = at ?? FakeStatus.Noon };

    private void Becomes(VrrpState state) => _engine.Publish(
        new VrrpTransitioned(new VrrpTransition { Instance = "VI_WEB", From = VrrpState.Backup, To = state, Cause = TransitionCause.MasterSilent, OwnPriority = 200 }),
        status => status.WithInstance(instance => instance with { State = state }));

    private async Task<Watching> StartAsync(params PeerSettings[] peers)
    {
        var live = new LiveBroadcaster(_engine, TimeProvider.System, NullLogger<LiveBroadcaster>.Instance);
        var news = new PeerNews(_told, live, _engine, Options.Create(new EngineOptions { Node = "l1" }), _time, NullLogger<PeerNews>.Instance);
        var watch = new PeerWatch(new PeerList(peers), _engine, _engine, news, _time);
        await watch.StartAsync(CancellationToken.None);
        return new Watching(watch, live);
    }

    private sealed class Watching(PeerWatch watch, LiveBroadcaster live) : IAsyncDisposable
    {
        public Task Ended => watch.ExecuteTask!;

        public async ValueTask DisposeAsync()
        {
            await watch.StopAsync(CancellationToken.None);
            Assert.True(watch.ExecuteTask!.IsCompletedSuccessfully);
            watch.Dispose();
            live.Dispose();
        }
    }

    private sealed class ToldEvents : IEventLog
    {
        public ConcurrentQueue<StreamedEvent> Events { get; } = new();

        public IEnumerable<string> Kinds => Events.Select(told => told.Type);

        public event Action<EventLogNews>? News
        {
            add { }
            remove { }
        }

        public void Tell(StreamedEvent told) => Events.Enqueue(told);

        public Task<EventLogBounds> BoundsAsync(string node, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> HasAsync(string node, long id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StoredEvent>> ReadAsync(string node, long after, IReadOnlyCollection<string> kinds, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
