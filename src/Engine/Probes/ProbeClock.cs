using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>The clock of one probe that runs by tasks: its times, and a token that is cancelled when a step takes too long.</summary>
internal sealed class ProbeClock : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CheckDefinition _check;
    private readonly long _started;
    private readonly CancellationToken _unwanted;
    private readonly CancellationTokenSource _expiry;
    private readonly CancellationTokenRegistration _registration;
    private ProbeTimes _times;

    /// <summary>Starts it.</summary>
    public ProbeClock(TimeProvider time, CheckDefinition check, CancellationToken unwanted)
    {
        _time = time;
        _check = check;
        _unwanted = unwanted;
        _times = new ProbeTimes(time.GetUtcNow(), check.ConnectTimeout);
        _started = time.GetTimestamp();
        _expiry = new CancellationTokenSource(check.ConnectTimeout, time);
        _registration = unwanted.UnsafeRegister(static expiry => ((CancellationTokenSource)expiry!).Cancel(), _expiry);
    }

    /// <summary>Cancelled when the step or the whole takes too long, or when nobody wants the result.</summary>
    public CancellationToken Token => _expiry.Token;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>Has the whole probe used up its time?</summary>
    public bool IsWholeSpent => _times.IsWholeSpent(Elapsed);

    /// <summary>The connection stands.</summary>
    public void Connected() => _times.Connected(Elapsed);

    /// <summary>TLS is agreed on.</summary>
    public void Encrypted() => _times.Encrypted(Elapsed);

    /// <summary>The first byte of the answer is there.</summary>
    public void FirstByte() => _times.FirstByte(Elapsed);

    /// <summary>The certificate that was shown ends then, UTC.</summary>
    public void CertificateExpires(DateTimeOffset at) => _times.CertificateExpiresAt = at;

    /// <summary>A new step begins; it gets the step limit, or what is left of the whole.</summary>
    public void NextStep()
    {
        _times.NextStep(Elapsed);
        TimeSpan left = _times.Deadline - Elapsed;
        _expiry.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>What is said when the step in force is over its limit.</summary>
    public ProbeVerdict TimedOut(Func<string, Sentence> said) => _times.TimedOut(said);

    /// <summary>Throws when the probe ended because nobody wants its result.</summary>
    public void ThrowIfUnwanted() => _unwanted.ThrowIfCancellationRequested();

    /// <summary>The result, ending now.</summary>
    public ProbeResult Result(in ProbeVerdict verdict) => _times.Result(_check, verdict, Elapsed);

    /// <inheritdoc />
    public void Dispose()
    {
        _registration.Dispose();
        _expiry.Dispose();
    }
}
