using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// Times of one probe and the limit it runs under: each step has its own, the whole has four of them. Reads no clock: every
/// time is the span since the probe's start.
/// </summary>
/// <param name="at">Start, UTC.</param>
/// <param name="limit">What a step may take.</param>
internal struct ProbeTimes(DateTimeOffset at, TimeSpan limit)
{
    /// <summary>The whole probe may take this many step limits, so that a server that drips bytes cannot hold it for ever.</summary>
    public const int WholeInSteps = 4;

    private readonly TimeSpan _limit = limit;
    private TimeSpan? _connected;
    private TimeSpan? _encrypted;
    private TimeSpan? _firstByte;

    /// <summary>When the step in force is over its limit.</summary>
    public TimeSpan Deadline { get; private set; } = limit;

    /// <summary>Is the limit of the step in force what was left of the whole?</summary>
    public bool IsLastStep { get; private set; }

    /// <summary>When the certificate that was shown ends, UTC; null = none was.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; set; }

    /// <summary><c>3 s</c>: what a step may take.</summary>
    public readonly string StepLimitText => Text(_limit);

    /// <summary><c>12 s</c>: what the whole may take.</summary>
    public readonly string WholeLimitText => Text(WholeInSteps * _limit);

    /// <summary>Has any byte of an answer come?</summary>
    public readonly bool HasAnswer => _firstByte is not null;

    /// <summary>The connection stands.</summary>
    public void Connected(TimeSpan now) => _connected = now;

    /// <summary>TLS is agreed on.</summary>
    public void Encrypted(TimeSpan now) => _encrypted = now;

    /// <summary>Bytes of the answer are there.</summary>
    public void FirstByte(TimeSpan now) => _firstByte ??= now;

    /// <summary>A new step begins; it gets the step limit, or what is left of the whole.</summary>
    public void NextStep(TimeSpan now)
    {
        TimeSpan whole = WholeInSteps * _limit;
        IsLastStep = whole - now < _limit;
        Deadline = IsLastStep ? whole : now + _limit;
    }

    /// <summary>Has the whole probe used up its time?</summary>
    public readonly bool IsWholeSpent(TimeSpan now) => now >= WholeInSteps * _limit;

    /// <summary>What is said when the step in force is over its limit: <c>no answer within 3 s</c>.</summary>
    /// <param name="said">The sentence for that limit.</param>
    public readonly ProbeVerdict TimedOut(Func<string, Sentence> said) => new(
        ProbeOutcome.TimedOut,
        IsLastStep ? $"answer not complete within {WholeLimitText}" : said(StepLimitText));

    /// <summary>The result, ending at <paramref name="now"/>. One that passed but took longer than the check allows is too slow.</summary>
    public readonly ProbeResult Result(CheckDefinition check, in ProbeVerdict verdict, TimeSpan now)
    {
        bool isSlow = verdict.Outcome == ProbeOutcome.Passed && !verdict.IsSilence && check.ResponseTimeLimit is { } most && now > most;
        return new ProbeResult
        {
            Outcome = isSlow ? ProbeOutcome.TooSlow : verdict.Outcome,
            At = at,
            Duration = now,
            ConnectDuration = _connected,
            TlsDuration = _encrypted,
            FirstByteDuration = _firstByte,
            Weight = verdict.Weight,
            CertificateExpiresAt = CertificateExpiresAt,
            Message = isSlow ? Sentence.Text($"{verdict.Message}, but it took {Text(now)}, longer than {Text(check.ResponseTimeLimit!.Value)}") : verdict.Message.ToString(),
        };
    }

    /// <summary><c>3 s</c>, <c>1.5 s</c> or <c>200 ms</c>.</summary>
    private static string Text(TimeSpan span) => span < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.###} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
