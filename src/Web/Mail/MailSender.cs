using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Mail;

/// <summary>
/// Tells people of changes of state by mail, where the definition asks for it. It reads the engine's stream like any other reader, so that no check and no
/// election waits for a mail server; while that is away, what is to be told waits here.
/// </summary>
internal sealed partial class MailSender(IEngineStatusFeed feed, IEngineCommands engine, IMailTransport transport, IOptions<EngineOptions> options, TimeProvider time, ILogger<MailSender> logger)
    : BackgroundService, IMailWatch
{
    /// <summary>Its name among the readers of the stream.</summary>
    public const string Name = "mail";

    /// <summary>Notices that may wait; the oldest are given up beyond that.</summary>
    public const int MostWaiting = 1000;

    /// <summary>Time that others may join the first of a letter: 1 s.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    /// <summary>Time to the second try when a mail server is away; it doubles up to <see cref="LongestPause"/>.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between two tries: 5 minutes.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // What the engine's last words cost a stop at most.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly MailPolicy _policy = new(options.Value.Node);
    private readonly List<MailNotice> _waiting = [];
    private readonly SemaphoreSlim _news = new(0, 1);
    private volatile TaskCompletionSource _otherSettings = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EngineSubscription? _subscription;
    private Task _reading = Task.CompletedTask;
    private long _missing;
    private long _sent;
    private long _lost;
    private string? _trouble;

    /// <inheritdoc />
    public MailState Mail
    {
        get { lock (_gate) return new MailState(_policy.Settings?.Server, Interlocked.Read(ref _sent), _waiting.Count, Interlocked.Read(ref _lost), Trouble); }
    }

    private string? Trouble => Volatile.Read(ref _trouble);

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = feed.Subscribe(Name);
        _policy.Apply(engine.Definition);
        Take(policy => policy.Begin(_subscription.Initial));
        _reading = Task.Run(() => ReadAsync(_subscription), CancellationToken.None);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>What the engine said last is still taken and sent.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_farewell);
        _subscription?.Dispose();
        await _reading.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Trouble is null) await SendAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The patience of whoever stops it ended.
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _subscription?.Dispose();
        _news.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await SendOnAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console ends.
        }
    }

    private async Task ReadAsync(EngineSubscription subscription)
    {
        await foreach (EventBatch batch in subscription.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (batch.Dropped > 0) Miss(batch.Dropped);
            foreach (EngineEvent happened in batch.Events)
            {
                if (happened is DefinitionApplied) Bring(engine.Definition);
                else if (happened is not ProbeCompleted) Take(policy => policy.Of(happened));
            }
        }
    }

    private void Bring(ClusterDefinition definition)
    {
        lock (_gate)
        {
            MailDefinition? before = _policy.Settings;
            _policy.Apply(definition);
            if (_policy.Settings != before) _otherSettings.TrySetResult();
        }
    }

    private void Take(Func<MailPolicy, IReadOnlyList<MailNotice>> of)
    {
        int surplus;
        lock (_gate)
        {
            IReadOnlyList<MailNotice> notices = of(_policy);
            if (notices.Count == 0) return;
            _waiting.AddRange(notices);
            surplus = Math.Max(0, _waiting.Count - MostWaiting);
            _waiting.RemoveRange(0, surplus);
            if (_news.CurrentCount == 0) _news.Release();
        }

        if (surplus > 0) Miss(surplus);
    }

    private void Miss(long count)
    {
        lock (_gate)
        {
            if (_policy.Settings is null) return;
            if (_missing == 0) LogLost(MostWaiting);
            _missing += count;
        }

        Interlocked.Add(ref _lost, count);
    }

    private async Task SendOnAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            if (Trouble is null)
            {
                await _news.WaitAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(Gathering, time, cancellationToken).ConfigureAwait(false);
                pause = FirstPause;
            }
            else
            {
                // Whoever puts the settings right does not wait for the next try.
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(Task.Delay(pause, time, waiting.Token), _otherSettings.Task).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                await waiting.CancelAsync().ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what waits as one letter; what could not be sent waits on.</summary>
    private async Task SendAsync(CancellationToken cancellationToken)
    {
        MailDefinition? settings;
        MailNotice[] notices;
        long missing;
        string routerId;
        lock (_gate)
        {
            if (_otherSettings.Task.IsCompleted) _otherSettings = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (settings, notices, missing, routerId) = (_policy.Settings, [.. _waiting], _missing, _policy.RouterId);
            if (settings is null) _waiting.Clear(); // nobody wants to know any more
        }

        if (settings is null || notices.Length == 0)
        {
            Volatile.Write(ref _trouble, null);
            return;
        }

        MailOutcome outcome = await transport.SendAsync(settings, MailLetter.Of(routerId, notices, missing), cancellationToken).ConfigureAwait(false);
        if (outcome is MailOutcome.Failed failed)
        {
            // One line when it begins, one when it is over.
            if (Trouble is null) LogTrouble(settings.Server, settings.Port, failed.Reason);
            Volatile.Write(ref _trouble, failed.Reason);
            return;
        }

        Interlocked.Increment(ref _sent);
        lock (_gate)
        {
            // Meanwhile the oldest may have been given up, and others have come.
            _waiting.RemoveAll(notices.Contains);
            _missing -= missing;
        }

        if (outcome is MailOutcome.Sent { Refused: { } refused }) LogRefused(settings.Server, refused);
        if (Trouble is not null) LogRecovered(settings.Server);
        Volatile.Write(ref _trouble, null);
    }

    [LoggerMessage(5240, LogLevel.Warning, "Mail about changes of state is not sent for now, the mail server {Server} port {Port} does not take it: {Reason}. It is tried again; what happens meanwhile is in the next mail. Check the node's mail settings if the server is well.")]
    private partial void LogTrouble(string server, int port, string reason);

    [LoggerMessage(5241, LogLevel.Information, "The mail server {Server} takes mail again.")]
    private partial void LogRecovered(string server);

    [LoggerMessage(5242, LogLevel.Warning, "The mail server {Server} did not take a mail for everybody: {Refused}.")]
    private partial void LogRefused(string server, string refused);

    [LoggerMessage(5243, LogLevel.Warning, "More than {Most} changes of state wait to be mailed; the oldest are given up, and the next mail says how many. The console's history has them.")]
    private partial void LogLost(int most);
}
