using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Settings;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Audit.Syslog;

/// <summary>
/// Sends the audit trail to a syslog server, in the order of the chain. It reads what is stored, so the store is its queue: no write waits for it,
/// an outage costs no memory, and what a command wrote beside the console is forwarded too.
/// </summary>
/// <remarks>
/// After a broken line the last batch is sent again: the server may see an entry twice (same id), but misses none, unless retention removed it first
/// (<see cref="Lost"/>) or UDP lost it.
/// </remarks>
internal sealed partial class SyslogForwarder(IAuditChain chain, ForwardedPosition place, IOptions<AuditSettings> settings, IOptions<EngineOptions> engine, TimeProvider time,
    ILogger<SyslogForwarder> logger) : BackgroundService
{
    /// <summary>Entries sent together.</summary>
    public const int BatchSize = 200;

    /// <summary>Time between two looks for new entries: 500 ms.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly SyslogSettings _settings = settings.Value.Syslog;
    private ISyslogLine? _line;
    private long _position;
    private long _before;
    private bool _troubled;
    private long _sent;
    private long _lost;

    /// <summary>Entries sent since the start; one that was sent twice counts twice.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Entries that retention removed before they could be sent, since the start.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <inheritdoc />
    public override void Dispose()
    {
        _line?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrWhiteSpace(_settings.Host)) return;
        try
        {
            _position = _before = await BeginAsync(stoppingToken).ConfigureAwait(false);
            TimeSpan pause = Pace;
            while (true)
            {
                if (await StepAsync(stoppingToken).ConfigureAwait(false) is { } more)
                {
                    pause = Pace;
                    if (!more) await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(false);
                    continue;
                }

                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(false);
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next one goes on here.
            if (!_troubled && _sent > 0) place.Write(_position);
        }
    }

    // The first time, from now on: years of entries at once would help nobody.
    private async Task<long> BeginAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                long newest = (await chain.HeadAsync(cancellationToken).ConfigureAwait(false)).Id;
                long begin = Math.Min(place.Read() ?? newest, newest);
                place.Write(begin);
                return begin;
            }
            catch (Exception error) when (StorageFailure.IsOne(error))
            {
                Trouble(StorageFailure.Describe(error));
                await Task.Delay(s_longestPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends one batch. True = there may be more; false = nothing waits; null = it failed.</summary>
    private async Task<bool?> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<AuditRecord> records = await chain.ReadBehindAsync(_position, BatchSize, cancellationToken).ConfigureAwait(false);
            if (records.Count == 0) return false;
            _line ??= await SyslogLines.ConnectAsync(_settings, cancellationToken).ConfigureAwait(false);
            await _line.SendAsync([.. records.Select(record => SyslogMessage.Write(record, engine.Value.Node, _settings))], cancellationToken).ConfigureAwait(false);
            Done(records);
            return records.Count == BatchSize;
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException or CryptographicException or UnauthorizedAccessException || StorageFailure.IsOne(error))
        {
            _line?.Dispose();
            _line = null;
            // What was acknowledged last may still lie unread in a server that died.
            _position = _before;
            Trouble(StorageFailure.IsOne(error) ? StorageFailure.Describe(error) : error.Message.TrimEnd('.'));
            return null;
        }
    }

    private void Done(IReadOnlyList<AuditRecord> records)
    {
        long gone = records[0].Id - _position - 1;
        if (gone > 0)
        {
            Interlocked.Add(ref _lost, gone);
            LogLost(gone);
        }

        Interlocked.Add(ref _sent, records.Count);
        _before = _position;
        _position = records[^1].Id;
        // Behind by a batch, for the same reason.
        place.Write(_before);
        if (_troubled) LogRecovered(_settings.Host!);
        _troubled = false;
    }

    // One line when it begins, one when it is over.
    private void Trouble(string reason)
    {
        if (!_troubled) LogTrouble(_settings.Host!, reason);
        _troubled = true;
    }

    [LoggerMessage(4213, LogLevel.Warning, "The audit trail is not forwarded to the syslog server {Host} for now; it waits in the database and is sent when the server is back: {Reason}.")]
    private partial void LogTrouble(string host, string reason);

    [LoggerMessage(4214, LogLevel.Information, "The audit trail is forwarded to the syslog server {Host} again.")]
    private partial void LogRecovered(string host);

    [LoggerMessage(4215, LogLevel.Error, "{Count} audit entries were removed before they could be forwarded to the syslog server.")]
    private partial void LogLost(long count);
}
