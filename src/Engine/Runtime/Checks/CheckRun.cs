using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Probes;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>One check while it lives. Everything that changes is touched only under the lock of <see cref="CheckRuntime"/>.</summary>
internal sealed class CheckRun : IDisposable
{
    private readonly CancellationTokenSource _removal = new();
    private DateTimeOffset?[] _certificateEnds = [];

    public CheckRun(ProbeRequest target)
    {
        Target = target;
        Name = CheckName.Of(target.Check);
        Removal = _removal.Token;
    }

    /// <summary>What is probed, the url aside. The check lives on while this stays equal by value.</summary>
    public ProbeRequest Target { get; }

    /// <summary>The definition.</summary>
    public CheckDefinition Definition => Target.Check;

    /// <summary>What kind it is, for people.</summary>
    public string Name { get; }

    /// <summary>Cancelled when the check is removed.</summary>
    public CancellationToken Removal { get; }

    /// <summary>The server it belongs to now.</summary>
    public required ServerRun Server { get; set; }

    /// <summary>Which of the server's checks, 0-based.</summary>
    public required int Index { get; set; }

    /// <summary>When the next probe is due.</summary>
    public MonotonicTime DueAt { get; set; }

    /// <summary>Number of the valid entry in the timer queue; older entries are dead.</summary>
    public long Ticket { get; set; }

    /// <summary>Is it not to run until it is set again?</summary>
    public bool IsUnset { get; set; }

    /// <summary>Is it due and waiting for a free place?</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Is a probe on its way?</summary>
    public bool IsRunning { get; set; }

    /// <summary>Is it gone from the definition? A result that still comes is dropped.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Its last probes.</summary>
    public ProbeRing Ring { get; } = new();

    /// <summary>The same as pictures show them.</summary>
    public BeatStrip Strip { get; } = new();

    /// <summary>Its last probe; null before the first.</summary>
    public ProbeResult? LastProbe { get; set; }

    /// <summary>When the certificate last seen ends, UTC; of several urls the one that ends first. Null = none was seen.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; private set; }

    /// <summary>Was it told that the certificate ends soon?</summary>
    public bool IsCertificateTold { get; set; }

    /// <summary>Did the last probe throw? Said once, not every interval.</summary>
    public bool LastThrew { get; set; }

    /// <summary>End of the last probe that said something about the server; null = none yet.</summary>
    public MonotonicTime? ObservedAt { get; set; }

    /// <summary>
    /// Age of the last observation against the delay in force: fresh within 1.5 delays + one limit, stale within 3; and the last moment
    /// at which this is so if no other observation comes.
    /// </summary>
    public (Freshness Freshness, MonotonicTime Until) FreshnessAt(MonotonicTime now, TimeSpan delay)
    {
        MonotonicTime forEver = new(long.MaxValue);
        if (ObservedAt is not { } observedAt) return (Freshness.Unknown, forEver);
        TimeSpan age = now - observedAt;
        TimeSpan limit = Definition.ConnectTimeout;
        TimeSpan fresh = (1.5 * delay) + limit, stale = (3 * delay) + limit;
        return age <= fresh ? (Freshness.Fresh, observedAt + fresh)
            : age <= stale ? (Freshness.Stale, observedAt + stale)
            : (Freshness.Unknown, forEver);
    }

    /// <summary>A probe of url number <paramref name="url"/> saw a certificate that ends at <paramref name="end"/>.</summary>
    public void CertificateSeen(int url, DateTimeOffset end)
    {
        if (url >= _certificateEnds.Length) Array.Resize(ref _certificateEnds, url + 1);
        _certificateEnds[url] = end;
        CertificateExpiresAt = _certificateEnds.Min();
    }

    /// <summary>That the certificate ended or ends soon, for people; null = it does not, or the definition asks for no warning.</summary>
    public string? CertificateWarning(DateTimeOffset utcNow) =>
        this is { CertificateExpiresAt: { } end, Definition: HttpCheckDefinition { Tls.CertificateWarning: { } limit } } && end - utcNow < limit
            ? end <= utcNow ? Sentence.Text($"the certificate ended at {end:yyyy-MM-dd HH:mm} UTC") : Sentence.Text($"the certificate ends at {end:yyyy-MM-dd HH:mm} UTC")
            : null;

    /// <summary>Ends a probe on its way. Not under the lock: the probe may end on this very thread.</summary>
    public void Cancel() => _removal.Cancel();

    /// <inheritdoc />
    public void Dispose() => _removal.Dispose();
}
