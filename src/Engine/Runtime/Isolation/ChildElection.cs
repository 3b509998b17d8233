using System.Collections.Concurrent;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// The election in a process of its own, as the console sees it: adopts one that runs, else starts one, starts another when it is lost,
/// and hands on pictures and events. No member but the questions about one instance waits for the process, and those at most 2 s.
/// </summary>
internal sealed partial class ChildElection : IElectionHost
{
    /// <summary>Silence after which the process counts as frozen: three signs of life.</summary>
    private static readonly TimeSpan s_frozenAfter = ConsoleConnection.SignOfLife * 3;

    /// <summary>Longest wait for the answer to a question.</summary>
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(2);

    /// <summary>More than any skew (VRRPv3 at 40.95 s), so that only a hanging process meets it.</summary>
    private static readonly TimeSpan s_farewellLimit = TimeSpan.FromSeconds(60);

    /// <summary>Questions and commands that may wait for a process that does not read.</summary>
    private const int MostWaiting = 64;

    private readonly EngineOptions _options;
    private readonly ElectionProgram _program;
    private readonly string _settings;
    private readonly TimeProvider _time;
    private readonly IEventSink _sink;
    private readonly VrrpReporter _reporter;
    private readonly Thread _supervisor;
    private readonly CancellationTokenSource _end = new();
    private readonly Signal _toSend = new();
    private readonly ConcurrentQueue<ElectionMessage> _requests = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ElectionMessage.Answer>> _asked = new();
    private readonly ManualResetEventSlim _ended = new();
    private volatile ClusterDefinition? _definition;
    private volatile Heard _heard = new(new ElectionPicture(), 0, false);
    private volatile ElectionProcessStatus _process = new(0, default, "", false, 0, default);
    private volatile string? _cannotStart;
    private ElectionMessage.Stop? _stop;
    private volatile bool _isStopping;
    private long _question;
    private int _isLookedAt;

    /// <summary>Prepares it; nothing runs yet.</summary>
    public ChildElection(EngineOptions options, ElectionProgram program, IEventSink sink, ILoggerFactory loggers, TimeProvider time)
    {
        _options = options;
        _program = program;
        _settings = ElectionSettings.Write(options);
        _time = time;
        _sink = sink;
        _reporter = new VrrpReporter(sink, loggers.CreateLogger("KeepaliveConsole.Election"));
        _supervisor = new Thread(Supervise) { IsBackground = true, Name = "kc-election" };
    }

    /// <inheritdoc />
    public void Start() => _supervisor.Start();

    /// <inheritdoc />
    public void Apply(ClusterDefinition definition)
    {
        _definition = definition;
        _toSend.Set();
    }

    /// <summary>Nothing: the process reads for itself what was kept.</summary>
    public void TakeUp(IEnumerable<string> instances)
    {
    }

    /// <inheritdoc />
    public ElectionPicture Picture()
    {
        if (Interlocked.CompareExchange(ref _isLookedAt, 1, 0) == 0) _toSend.Set();
        Heard heard = _heard;
        ElectionPicture picture = heard.Picture with { Process = _process };
        if (_cannotStart is { } problem) picture = picture with { NotPermitted = $"the election process does not start: {problem}" };
        Freshness? atBest = !heard.IsConnected ? Freshness.Unknown
            : _time.GetElapsedTime(heard.At) is var age && age <= ConsoleConnection.SignOfLife * 1.5 ? null
            : age <= s_frozenAfter ? Freshness.Stale : Freshness.Unknown;
        // What was observed, and when, stays as it was; only the trust in it goes.
        return atBest is not { } limit ? picture
            : picture with { Instances = picture.Instances.Select(each => each.Freshness < limit ? each with { Freshness = limit } : each).ToValueArray() };
    }

    /// <inheritdoc />
    public string? Announce(string instance) => Ask(ElectionQuestion.Announce, instance, out ElectionMessage.Answer answer) ?? answer.Text;

    /// <inheritdoc />
    public string? Yield(string instance) => Ask(ElectionQuestion.Yield, instance, out ElectionMessage.Answer answer) ?? answer.Text;

    /// <inheritdoc />
    public bool? Resume(string instance) => Ask(ElectionQuestion.Resume, instance, out ElectionMessage.Answer answer) is null ? answer.Text is null : null;

    /// <summary>Hands it on and waits for no answer. One of another version is not told: it may not know this message, and would complain each time.</summary>
    public bool PeerClaims(string instance, IPAddress peer, VrrpPriority priority)
    {
        if (!_heard.IsConnected || _process.Version != _program.Version || _requests.Count >= MostWaiting) return false;
        _requests.Enqueue(new ElectionMessage.PeerClaimed(instance, peer, priority));
        _toSend.Set();
        return true;
    }

    /// <inheritdoc />
    public string? Trace(string instance) => Ask(ElectionQuestion.Trace, instance, out ElectionMessage.Answer answer) is null ? answer.Text : null;

    /// <inheritdoc />
    public byte[]? Capture(string instance) => Ask(ElectionQuestion.Capture, instance, out ElectionMessage.Answer answer) is null ? answer.Bytes : null;

    /// <summary>
    /// Ends the process in order, or with <paramref name="keepAddresses"/> leaves it running for the next console, which adopts it: it
    /// needs no console, and nothing on the wire changes.
    /// </summary>
    public Task StopAsync(TimeSpan? limit, bool keepAddresses)
    {
        if (!keepAddresses) return EndAsync(limit, keepAddresses: false);
        LetGo();
        return Task.CompletedTask;
    }

    /// <summary>Ends the process; with <paramref name="keepAddresses"/> it leaves its addresses to an election that starts at once elsewhere.</summary>
    public Task EndAsync(TimeSpan? limit, bool keepAddresses)
    {
        _isStopping = true;
        if (!_supervisor.IsAlive) return Task.CompletedTask;
        _stop = new ElectionMessage.Stop(limit, keepAddresses);
        _toSend.Set();
        return Task.Run(() =>
        {
            // Between two processes there is nobody to end; one that is just starting is ended as soon as it speaks.
            if (!_heard.IsConnected && _process.ProcessId == 0 && !_isReaching) LetGo();
            bool isGone = _ended.Wait(_process.ProcessId != 0 && IsSilent ? s_frozenAfter : s_farewellLimit);
            if (!isGone && _process.ProcessId is var number and > 0)
            {
                _reporter.Publish(new ElectionProcessChanged(number, "does not answer and was ended; its virtual addresses go when their leases end", EventSeverity.Critical));
                ElectionLauncher.Kill(number);
            }

            LetGo();
        });
    }

    /// <inheritdoc />
    public void Dispose()
    {
        LetGo();
        _reporter.Dispose();
        _ended.Dispose();
    }

    private bool IsSilent => _time.GetElapsedTime(_heard.At) > s_frozenAfter;

    private void LetGo()
    {
        _isStopping = true;
        _end.Cancel();
        if (_supervisor.IsAlive) _supervisor.Join(TimeSpan.FromSeconds(5));
    }

    private string? Ask(ElectionQuestion question, string instance, out ElectionMessage.Answer answer)
    {
        const string silent = "the election process does not answer; the status says how it stands";
        long number = Interlocked.Increment(ref _question);
        answer = new ElectionMessage.Answer(number, null, null);
        if (!_heard.IsConnected || _requests.Count >= MostWaiting) return silent;
        var waiting = new TaskCompletionSource<ElectionMessage.Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[number] = waiting;
        try
        {
            _requests.Enqueue(new ElectionMessage.Ask(number, question, instance));
            _toSend.Set();
            if (!waiting.Task.Wait(s_answerLimit)) return silent;
            answer = waiting.Task.Result;
            return null;
        }
        finally
        {
            _asked.TryRemove(number, out _);
        }
    }

    /// <summary>The last picture.</summary>
    /// <param name="Picture">It.</param>
    /// <param name="At">When it came, as a time stamp.</param>
    /// <param name="IsConnected">Is the process it came from still there?</param>
    private sealed record Heard(ElectionPicture Picture, long At, bool IsConnected);
}
