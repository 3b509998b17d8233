using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Health;

/// <summary>
/// What the results of one check mean so far. Default: not proven yet, which counts as up. A value: the same result at
/// the same time always gives the same next value.
/// </summary>
internal readonly record struct CheckHealth
{
    /// <summary>
    /// Unknown until every url passed once; GoingDown while retries run; GoingUp while down and passes are counted again.
    /// </summary>
    public RealServerState State { get; private init; }

    /// <summary>Failures since the last pass; goes on counting while down.</summary>
    public int FailuresInARow { get; private init; }

    /// <summary>Which url to ask next, 0-based; always 0 for a check without urls.</summary>
    public int Url { get; private init; }

    /// <summary>Passes in a row while not proven or down.</summary>
    public int Passes { get; private init; }

    /// <summary>What it last said about the weight of its server; null = it never had a say.</summary>
    public WeightAdvice? Advice { get; private init; }

    /// <summary>
    /// Not proven yet, and down: a new check must not bring back a server that nothing has seen alive, and one that is to begin as
    /// down (keepalived's alpha) is that too.
    /// </summary>
    public static CheckHealth UnprovenDown { get; } = new() { State = RealServerState.Down };

    /// <summary>Has no probe said anything yet?</summary>
    public bool IsUnproven => State == RealServerState.Unknown || (this with { Advice = null }) == UnprovenDown;

    /// <summary>Does the check allow the server to serve? Not proven counts as up, as keepalived does without alpha.</summary>
    public bool IsUp => State is RealServerState.Unknown or RealServerState.Up or RealServerState.GoingDown;

    /// <summary>Where <paramref name="check"/> begins: not proven, or down where it asks for that.</summary>
    public static CheckHealth Start(CheckDefinition check) => check.InitiallyDown ? UnprovenDown : default;

    /// <summary>
    /// Time from the end of a probe to the next one: the interval; while retries run the fast interval, else the retry delay; while passes
    /// are counted the fast interval, else the interval.
    /// </summary>
    public TimeSpan Delay(CheckDefinition check) => State switch
    {
        RealServerState.GoingDown => check.FastInterval ?? check.RetryDelay,
        _ when Passes > 0 => check.FastInterval ?? check.Interval,
        _ => check.Interval,
    };

    /// <summary>Takes the result of a probe of url <see cref="Url"/> that ended at <paramref name="now"/>.</summary>
    public CheckStep Step(MonotonicTime now, ProbeResult result, CheckDefinition check)
    {
        CheckHealth next = SaysNothing(check, result.Outcome) ? this
            : result.Passed ? Passed(check)
            : Failed(Math.Max(0, check.Retries));
        next = next with { Advice = WeightOpinion.Merge(Advice, result.Weight) };
        return new CheckStep(next, now + next.Delay(check));
    }

    /// <summary>
    /// Something else than the check speaks against the server: counts as one failed attempt, but never as the last one. Only a check
    /// that is proven up is moved.
    /// </summary>
    public CheckHealth Suspect(CheckDefinition check) =>
        State is RealServerState.Up or RealServerState.GoingDown && FailuresInARow < check.Retries
            ? this with { State = RealServerState.GoingDown, FailuresInARow = FailuresInARow + 1, Passes = 0 }
            : this;

    /// <summary>Number of urls that take turns; 1 for a check without urls.</summary>
    public static int UrlCount(CheckDefinition check) => check is HttpCheckDefinition http ? Math.Max(1, http.Urls.Count) : 1;

    /// <summary>
    /// Passes in a row that a check that is down needs: <see cref="CheckDefinition.Rise"/>, and at least one of every url, unless one is
    /// enough (<see cref="HttpCheckDefinition.FastRecovery"/>).
    /// </summary>
    public static int PassesToUp(CheckDefinition check) =>
        Math.Max(check.Rise, check is HttpCheckDefinition { FastRecovery: true } ? 1 : UrlCount(check));

    // This node could not try, or an agent did not answer: neither says anything about the server.
    private static bool SaysNothing(CheckDefinition check, ProbeOutcome outcome) => outcome == ProbeOutcome.LocalError
        || (check is AgentCheckDefinition && outcome is ProbeOutcome.Refused or ProbeOutcome.TimedOut or ProbeOutcome.Unreachable
            or ProbeOutcome.Closed or ProbeOutcome.ProtocolError or ProbeOutcome.TooSlow or ProbeOutcome.TlsError);

    private CheckHealth Passed(CheckDefinition check)
    {
        int nextUrl = (Url + 1) % UrlCount(check);
        if (State is RealServerState.Up or RealServerState.GoingDown)
            return new() { State = RealServerState.Up, Url = nextUrl };

        int passes = Passes + 1;
        if (passes >= (State == RealServerState.Unknown ? UrlCount(check) : PassesToUp(check))) return new() { State = RealServerState.Up, Url = nextUrl };
        return new()
        {
            State = State == RealServerState.Unknown ? RealServerState.Unknown : RealServerState.GoingUp,
            Url = nextUrl,
            Passes = passes,
        };
    }

    // The url stays: a failed url is asked again until it passes or the check is down, and first of all while down.
    private CheckHealth Failed(int retries)
    {
        int failures = FailuresInARow == int.MaxValue ? int.MaxValue : FailuresInARow + 1;
        bool provenUp = State is RealServerState.Up or RealServerState.GoingDown;
        return new()
        {
            // Not proven yet: one failure is enough, as in keepalived.
            State = provenUp && failures <= retries ? RealServerState.GoingDown : RealServerState.Down,
            FailuresInARow = failures,
            Url = Url,
        };
    }
}

/// <summary>What a probe result led to.</summary>
/// <param name="Health">The state after it.</param>
/// <param name="NextProbeAt">When the next probe is due.</param>
internal readonly record struct CheckStep(CheckHealth Health, MonotonicTime NextProbeAt);
