using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Mail;
using KeepaliveConsole.Web.Tests.Fakes;
using KeepaliveConsole.Web.Tests.Peers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Tests.Mail;

/// <summary>Time is the test's; the mail server is a queue.</summary>
public sealed class MailSenderTests : IMailTransport, IAsyncLifetime, IDisposable
{
    private readonly ManualTime _time = new(MailCluster.Noon);
    private readonly FakeEngine _engine = new(FakeStatus.Healthy() with { Vrrp = [] });
    private readonly ConcurrentQueue<string> _subjects = new();
    private readonly MailSender _sender;
    private int _tries;
    private volatile string? _problem;

    public MailSenderTests() =>
        _sender = new MailSender(_engine, _engine, this, Options.Create(new EngineOptions { Node = "l1" }), _time, NullLogger<MailSender>.Instance);

    public async Task InitializeAsync()
    {
        _engine.Apply(MailCluster.Definition(MailCluster.Mail), 1);
        await _sender.StartAsync(CancellationToken.None);
    }

    public Task DisposeAsync() => _sender.StopAsync(CancellationToken.None);

    public void Dispose() => _sender.Dispose();

    [Fact]
    public async Task WhatComesTogether_TravelsTogether()
    {
        await FailAsync("10.88.0.101:8080", waiting: 1);
        await FailAsync("10.88.0.102:8080", waiting: 2);
        Assert.Empty(_subjects);
        await AdvanceAsync(MailSender.Gathering);

        await Until.TrueAsync(() => _subjects.Count == 1, "one letter");
        Assert.EndsWith(":tcp:80 - DOWN, and 1 more change", _subjects.First(), StringComparison.Ordinal);
        await Until.TrueAsync(() => _sender.Mail.Waiting == 0 && _sender.Mail.Sent == 1, "nothing waits");
    }

    [Fact]
    public async Task ServerThatIsAway_IsTriedAgainEverMoreSlowly_AndThenToldAll()
    {
        _problem = "connection refused";
        await FailAsync("10.88.0.101:8080", waiting: 1);
        await AdvanceAsync(MailSender.Gathering);
        await Until.TrueAsync(() => _sender.Mail.Trouble == "connection refused", "the trouble is known");
        await FailAsync("10.88.0.102:8080", waiting: 2);

        TimeSpan pause = MailSender.FirstPause;
        for (int tries = 2; tries <= 9; tries++)
        {
            await AdvanceAsync(pause - TimeSpan.FromMilliseconds(1));
            Assert.Equal(tries - 1, Volatile.Read(ref _tries));
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Until.TrueAsync(() => Volatile.Read(ref _tries) == tries, $"try {tries}");
            pause = pause * 2 < MailSender.LongestPause ? pause * 2 : MailSender.LongestPause;
        }

        _problem = null;
        await AdvanceAsync(MailSender.LongestPause);
        await Until.TrueAsync(() => _sender.Mail is { Trouble: null, Waiting: 0, Sent: 1 }, "all is told");
        Assert.EndsWith("and 1 more change", Assert.Single(_subjects), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettingsPutRight_AreTriedAtOnce()
    {
        _problem = "connection refused";
        await FailAsync("10.88.0.101:8080", waiting: 1);
        await AdvanceAsync(MailSender.Gathering);
        await Until.TrueAsync(() => _sender.Mail.Trouble is not null, "the trouble is known");

        _problem = null;
        _engine.Apply(MailCluster.Definition(MailCluster.Mail with { Server = "other.example.net" }), 2);

        await Until.TrueAsync(() => _sender.Mail is { Trouble: null, Sent: 1, Server: "other.example.net" }, "it was sent, and no time went by");
    }

    [Fact]
    public async Task WhatWaits_IsBounded_AndTheLostAreCounted()
    {
        _problem = "connection refused";
        for (int count = 1; count <= (MailSender.MostWaiting / 2) + 5; count++)
        {
            _engine.Publish(MailCluster.Server(RealServerState.GoingDown, RealServerState.Down));
            _engine.Publish(MailCluster.Server(RealServerState.GoingUp, RealServerState.Up));
        }

        await Until.TrueAsync(() => _sender.Mail.Lost == 10, "ten are given up");
        Assert.Equal(MailSender.MostWaiting, _sender.Mail.Waiting);
    }

    [Fact]
    public async Task EventsTheStreamDropped_AreCountedAsLost()
    {
        _engine.LoseEvents(3);
        await FailAsync("10.88.0.101:8080", waiting: 1);

        Assert.Equal(3, _sender.Mail.Lost);
    }

    [Fact]
    public async Task NewDefinition_CountsFromItsMomentOn_AndWithoutMailNothingWaits()
    {
        await FailAsync("10.88.0.101:8080", waiting: 1);
        _engine.Apply(MailCluster.Definition(null), 2);
        _engine.Publish(MailCluster.Server(RealServerState.GoingUp, RealServerState.Up));
        await _sender.StopAsync(CancellationToken.None);

        Assert.Equal((0, 0), (_sender.Mail.Waiting, Volatile.Read(ref _tries)));
    }

    [Fact]
    public async Task LastWords_AreSentAtTheEnd()
    {
        _engine.Publish(MailCluster.Server(RealServerState.GoingDown, RealServerState.Down));
        await _sender.StopAsync(CancellationToken.None);

        Assert.Single(_subjects);
    }

    Task<MailOutcome> IMailTransport.SendAsync(MailDefinition settings, MailLetter letter, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _tries);
        if (_problem is { } problem) return Task.FromResult<MailOutcome>(new MailOutcome.Failed(problem));
        _subjects.Enqueue(letter.Subject);
        return Task.FromResult<MailOutcome>(new MailOutcome.Sent(null));
    }

    private async Task FailAsync(string server, int waiting)
    {
        _engine.Publish(MailCluster.Server(RealServerState.GoingDown, RealServerState.Down, server));
        await Until.TrueAsync(() => _sender.Mail.Waiting == waiting, $"{waiting} to wait");
    }

    // The sender's clock is set on another thread.
    private async Task AdvanceAsync(TimeSpan by)
    {
        await Until.TrueAsync(() => _time.Timers > 0, "it waits for its time");
        _time.Advance(by);
    }
}
