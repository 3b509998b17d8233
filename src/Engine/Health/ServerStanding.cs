using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>What a server counts for at a moment: checks, operator, damping and ramp taken together.</summary>
/// <param name="IsUp">Do its checks allow it to serve?</param>
/// <param name="IsSuppressed">Is it kept out for flapping?</param>
/// <param name="Admin">What the operator wants now.</param>
/// <param name="Weight">The defined weight as its checks move it, 0 to 65535; what the quorum counts.</param>
/// <param name="TableWeight">The same on the ramp; what the table gets while it serves.</param>
/// <param name="WeightReason">What the weight comes from; null = it is the defined one.</param>
/// <param name="ChangesAt">When it changes without anything happening; null = never.</param>
internal readonly record struct ServerStanding(
    bool IsUp, bool IsSuppressed, AdminState Admin, int Weight, int TableWeight, string? WeightReason, MonotonicTime? ChangesAt)
{
    /// <summary>May it take new connections, its weight aside?</summary>
    public bool MayServe => IsUp && !IsSuppressed && Admin == AdminState.Enabled;

    /// <summary>The standing at <paramref name="now"/>.</summary>
    public static ServerStanding Of(
        VirtualServiceDefinition service, RealServerDefinition server, ServerHealth health, SlowStart ramp, FlapPenalty flaps, MonotonicTime now, DateTimeOffset utcNow)
    {
        int weight = WeightOpinion.Of(server, health.Checks.Span, out string? reason);
        int tenths = ramp.TenthsAt(now, service.SlowStart);
        int tableWeight = weight;
        if (tenths < 10)
        {
            tableWeight = SlowStart.Share(weight, tenths);
            string climbs = Sentence.Text($"slow start {tenths * 10} %");
            reason = reason is null ? climbs : $"{reason}, {climbs}";
        }

        MonotonicTime? changesAt = ramp.NextStepAt(now, service.SlowStart);
        bool isSuppressed = flaps.IsSuppressedAt(now, service.FlapDamping);
        if (isSuppressed) changesAt = Earlier(changesAt, flaps.SuppressedUntil);
        if (AdminWish.EndsIn(server, utcNow) is { } left) changesAt = Earlier(changesAt, now + left);
        return new(health.IsUp, isSuppressed, AdminWish.At(server, utcNow), weight, tableWeight, reason, changesAt);
    }

    /// <summary>The earlier of two moments; null = none.</summary>
    public static MonotonicTime? Earlier(MonotonicTime? left, MonotonicTime? right) =>
        left is { } a && right is { } b ? (a < b ? a : b) : left ?? right;
}
