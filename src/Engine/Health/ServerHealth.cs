using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Health;

/// <summary>What all checks of one real server say together. It is up while every one of them is.</summary>
internal sealed record ServerHealth
{
    private ServerHealth(ValueArray<CheckHealth> checks, RealServerState state, string reason)
    {
        Checks = checks;
        State = state;
        Reason = reason;
    }

    /// <summary>The checks in the order of the definition.</summary>
    public ValueArray<CheckHealth> Checks { get; }

    /// <summary>
    /// Unknown until every check is proven; GoingUp while down and the latest change was a check (or a url) that recovered.
    /// </summary>
    public RealServerState State { get; }

    /// <summary>Why, such as <c>4 of 4 attempts failed, last: connection refused</c>.</summary>
    public string Reason { get; }

    /// <summary>May it serve, as far as checks go? Not proven counts as up.</summary>
    public bool IsUp => AllUp(Checks);

    /// <summary>A server seen for the first time; without checks it is up.</summary>
    public static ServerHealth Start(RealServerDefinition server) => Arrange([.. server.Checks.Select(CheckHealth.Start)], null, "no result yet");

    /// <summary>
    /// The same server under a changed definition: <paramref name="kept"/> holds for each check what it had, or null for a
    /// new one. A new check of a server that is down starts as down, so that only a probe that passes brings it back.
    /// </summary>
    public ServerHealth Redefine(ReadOnlySpan<CheckHealth?> kept)
    {
        var checks = new CheckHealth[kept.Length];
        for (int i = 0; i < kept.Length; i++)
            checks[i] = kept[i] ?? (IsUp ? default : CheckHealth.UnprovenDown);
        ServerHealth next = Arrange(checks, this, "the definition changed");
        return next.State == State && next.Checks.Count > 0 ? new(next.Checks, State, Reason) : next;
    }

    /// <summary>Takes the result of a probe of check <paramref name="index"/> that ended at <paramref name="now"/>.</summary>
    public ServerStep Step(MonotonicTime now, int index, ProbeResult result, RealServerDefinition server)
    {
        CheckDefinition check = server.Checks[index];
        CheckHealth before = Checks[index];
        CheckStep step = before.Step(now, result, check);
        if (step.Health == before) return new(this, step.NextProbeAt, false);

        CheckHealth[] checks = Checks.Span.ToArray();
        checks[index] = step.Health;
        RealServerState state = StateOf(checks, NotServing(before, step.Health));
        // Another check's news does not explain why the server is where it was.
        bool explains = state != State
            || (state != RealServerState.Up && step.Health.State == state)
            || (state == RealServerState.GoingUp && step.Health.IsUp != before.IsUp);
        string reason = explains ? HealthReason.After(server, index, before, checks, state, result).ToString() : Reason;
        return new(new ServerHealth(new(checks), state, reason), step.NextProbeAt, state != State);
    }

    /// <summary>
    /// Something else than its checks speaks against the server: counts as one failed attempt of each check, but takes it out never.
    /// The same object when nothing moves.
    /// </summary>
    /// <param name="server">The definition in force.</param>
    /// <param name="evidence">What was seen, for people.</param>
    public ServerHealth Suspect(RealServerDefinition server, string evidence)
    {
        var checks = new CheckHealth[Checks.Count];
        for (int i = 0; i < checks.Length; i++) checks[i] = Checks[i].Suspect(server.Checks[i]);
        if (checks.AsSpan().SequenceEqual(Checks.Span)) return this;
        return new(new(checks), StateOf(checks, State), $"{evidence}; checked at once");
    }

    private static ServerHealth Arrange(CheckHealth[] checks, ServerHealth? before, string reason)
    {
        RealServerState notServing = before is { IsUp: false } ? before.State : RealServerState.Down;
        return new(new(checks), StateOf(checks, notServing), checks.Length == 0 ? "no checks" : reason);
    }

    private RealServerState NotServing(CheckHealth before, CheckHealth after)
    {
        if (after.State == RealServerState.GoingUp || (after.IsUp && !before.IsUp)) return RealServerState.GoingUp;
        if (after.State == RealServerState.Down && before.State != RealServerState.Down) return RealServerState.Down;
        return IsUp ? RealServerState.Down : State;
    }

    private static RealServerState StateOf(ReadOnlySpan<CheckHealth> checks, RealServerState notServing)
    {
        bool goingDown = false, unknown = false;
        foreach (CheckHealth check in checks)
        {
            if (!check.IsUp) return notServing;
            goingDown |= check.State == RealServerState.GoingDown;
            unknown |= check.State == RealServerState.Unknown;
        }

        return goingDown ? RealServerState.GoingDown : unknown ? RealServerState.Unknown : RealServerState.Up;
    }

    private static bool AllUp(ValueArray<CheckHealth> checks)
    {
        foreach (CheckHealth check in checks.Span)
            if (!check.IsUp) return false;
        return true;
    }
}

/// <summary>What a probe result led to.</summary>
/// <param name="Health">The state after it.</param>
/// <param name="NextProbeAt">When the next probe of that check is due.</param>
/// <param name="StateChanged">Did the server's state change?</param>
internal readonly record struct ServerStep(ServerHealth Health, MonotonicTime NextProbeAt, bool StateChanged);
