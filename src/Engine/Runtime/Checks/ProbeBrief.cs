using System.Numerics;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// One probe in 14 bytes, so that ten minutes of ten thousand checks a second are 84 MB. The time is kept in milliseconds of the last 49
/// days; durations as 11 significant bits and a power of two of microseconds, which is exact below 2 ms and to a thousandth above.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal readonly struct ProbeBrief
{
    private const ushort None = ushort.MaxValue;
    private const int MantissaBits = 11;

    private readonly uint _at;
    private readonly ushort _duration;
    private readonly ushort _connect;
    private readonly ushort _tls;
    private readonly ushort _firstByte;
    private readonly byte _outcome;

    public ProbeBrief(ProbeResult result)
    {
        _at = unchecked((uint)result.At.ToUnixTimeMilliseconds());
        _duration = Pack(result.Duration);
        _connect = Pack(result.ConnectDuration);
        _tls = Pack(result.TlsDuration);
        _firstByte = Pack(result.FirstByteDuration);
        _outcome = (byte)result.Outcome;
    }

    /// <summary>What came out.</summary>
    public ProbeOutcome Outcome => (ProbeOutcome)_outcome;

    /// <summary>From start to end.</summary>
    public TimeSpan Duration => Unpack(_duration) ?? TimeSpan.Zero;

    /// <summary>Until the connection stood; null when it never did.</summary>
    public TimeSpan? Connect => Unpack(_connect);

    /// <summary>Until TLS was agreed on; null without TLS.</summary>
    public TimeSpan? Tls => Unpack(_tls);

    /// <summary>Until the first byte of the answer; null when none came.</summary>
    public TimeSpan? FirstByte => Unpack(_firstByte);

    /// <summary>When it started, as milliseconds since 1970; <paramref name="nowMs"/> is now, at most 49 days later.</summary>
    public long AtMs(long nowMs) => nowMs - unchecked((uint)nowMs - _at);

    /// <summary>For readers.</summary>
    public ProbeRecord Record(long nowMs) =>
        new(DateTimeOffset.FromUnixTimeMilliseconds(AtMs(nowMs)), Outcome, Duration, Connect, Tls, FirstByte);

    private static ushort Pack(TimeSpan? span)
    {
        if (span is not { } value) return None;
        ulong microseconds = (ulong)Math.Max(0, value.Ticks / TimeSpan.TicksPerMicrosecond);
        int power = Math.Max(0, 64 - BitOperations.LeadingZeroCount(microseconds) - MantissaBits);
        return (ushort)((power << MantissaBits) | (int)(microseconds >> power));
    }

    private static TimeSpan? Unpack(ushort packed) => packed == None
        ? null
        : TimeSpan.FromMicroseconds((long)(packed & ((1 << MantissaBits) - 1)) << (packed >> MantissaBits));
}
