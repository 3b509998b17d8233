using System.Globalization;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Times of one probe and the limit it runs under: each step has its own, the whole has four of them.</summary>
internal sealed class ProbeClock : IDisposable
{
    /// <summary>The whole probe may take this many step limits, so that a server that drips bytes cannot hold it for ever.</summary>
    public const int WholeInSteps = 4;

    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly DateTimeOffset _at;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _unwanted;
    private readonly CancellationTokenSource _expiry;
    private readonly CancellationTokenRegistration _registration;
    private TimeSpan? _connected;
    private TimeSpan? _firstByte;

    public ProbeClock(TimeProvider time, TimeSpan limit, CancellationToken unwanted)
    {
        _time = time;
        _limit = limit;
        _unwanted = unwanted;
        _at = time.GetUtcNow();
        _started = time.GetTimestamp();
        _expiry = new CancellationTokenSource(limit, time);
        _registration = unwanted.UnsafeRegister(static expiry => ((CancellationTokenSource)expiry!).Cancel(), _expiry);
    }

    /// <summary>Cancelled when the step or the whole takes too long, or when nobody wants the result.</summary>
    public CancellationToken Token => _expiry.Token;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Has the whole probe used up its time?</summary>
    public bool IsWholeSpent => Elapsed >= WholeInSteps * _limit;

    /// <summary>Is the limit of the step in force what was left of the whole?</summary>
    public bool IsLastStep { get; private set; }

    /// <summary><c>3 s</c>: what a step may take.</summary>
    public string StepLimitText => Text(_limit);

    /// <summary><c>12 s</c>: what the whole may take.</summary>
    public string WholeLimitText => Text(WholeInSteps * _limit);

    /// <summary>The connection stands.</summary>
    public void Connected() => _connected = Elapsed;

    /// <summary>The first byte of the answer is there.</summary>
    public void FirstByte() => _firstByte ??= Elapsed;

    /// <summary>A new step begins; it gets the step limit, or what is left of the whole.</summary>
    public void NextStep()
    {
        TimeSpan left = (WholeInSteps * _limit) - Elapsed;
        IsLastStep = left < _limit;
        _expiry.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < _limit ? left : _limit);
    }

    /// <summary>Throws when the probe ended because nobody wants its result.</summary>
    public void ThrowIfUnwanted() => _unwanted.ThrowIfCancellationRequested();

    /// <summary>The result, ending now.</summary>
    public ProbeResult Result(ProbeOutcome outcome, string message) => new()
    {
        Outcome = outcome,
        At = _at,
        Duration = Elapsed,
        ConnectDuration = _connected,
        FirstByteDuration = _firstByte,
        Message = message,
    };

    /// <inheritdoc />
    public void Dispose()
    {
        _registration.Dispose();
        _expiry.Dispose();
    }

    /// <summary><c>3 s</c>, <c>1.5 s</c> or <c>200 ms</c>.</summary>
    private static string Text(TimeSpan span) => span < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.###} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
