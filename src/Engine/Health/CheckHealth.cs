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
    /// Unknown until every url passed once; GoingDown while retries run; GoingUp while down and some urls pass again.
    /// </summary>
    public RealServerState State { get; private init; }

    /// <summary>Failures since the last pass; goes on counting while down.</summary>
    public int FailuresInARow { get; private init; }

    /// <summary>Which url to ask next, 0-based; always 0 for a check without urls.</summary>
    public int Url { get; private init; }

    /// <summary>Urls that passed in a row while not proven or down.</summary>
    public int UrlsPassed { get; private init; }

    /// <summary>
    /// Not proven yet, and the server it belongs to was down: a new check must not bring back a server that nothing has
    /// seen alive.
    /// </summary>
    public static CheckHealth UnprovenDown { get; } = new() { State = RealServerState.Down };

    /// <summary>Does the check allow the server to serve? Not proven counts as up, as keepalived does without alpha.</summary>
    public bool IsUp => State is RealServerState.Unknown or RealServerState.Up or RealServerState.GoingDown;

    /// <summary>Time from the end of a probe to the next one: the retry delay while retries run, else the interval.</summary>
    public TimeSpan Delay(CheckDefinition check) => State == RealServerState.GoingDown ? check.RetryDelay : check.Interval;

    /// <summary>Takes the result of a probe of url <see cref="Url"/> that ended at <paramref name="now"/>.</summary>
    public CheckStep Step(MonotonicTime now, ProbeResult result, CheckDefinition check)
    {
        CheckHealth next = result.Outcome switch
        {
            // This node could not try, which says nothing about the server.
            ProbeOutcome.LocalError => this,
            ProbeOutcome.Passed => Passed(UrlCount(check)),
            _ => Failed(Math.Max(0, check.Retries)),
        };
        return new CheckStep(next, now + next.Delay(check));
    }

    /// <summary>Number of urls that take turns; 1 for a check without urls.</summary>
    public static int UrlCount(CheckDefinition check) => check is HttpCheckDefinition http ? Math.Max(1, http.Urls.Count) : 1;

    private CheckHealth Passed(int urls)
    {
        int nextUrl = (Url + 1) % urls;
        if (State is RealServerState.Up or RealServerState.GoingDown)
            return new() { State = RealServerState.Up, Url = nextUrl };

        int passed = UrlsPassed + 1;
        if (passed >= urls) return new() { State = RealServerState.Up, Url = nextUrl };
        return new()
        {
            State = State == RealServerState.Unknown ? RealServerState.Unknown : RealServerState.GoingUp,
            Url = nextUrl,
            UrlsPassed = passed,
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
