using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Tests.Checks;

namespace KeepaliveConsole.Engine.Tests.Health;

public sealed class ServerStandingTests
{
    private static readonly DateTimeOffset s_utc = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Nine seconds of slow start from second 100 on; weight 50.
    [Theory]
    [InlineData(100, 5, "slow start 10 %", 101)]
    [InlineData(100.999, 5, "slow start 10 %", 101)]
    [InlineData(101, 10, "slow start 20 %", 102)]
    [InlineData(104.5, 25, "slow start 50 %", 105)]
    [InlineData(108, 45, "slow start 90 %", 109)]
    [InlineData(109, 50, null, null)]
    [InlineData(5000, 50, null, null)]
    public void SlowStart_AfterItCameBack_Climbs(double second, int weight, string? reason, int? next)
    {
        ServerStanding standing = At(second, Web.Server(101) with { Weight = 50 }, new SlowStart(Time(100)), slowStart: 9);
        Assert.Equal((50, weight, reason), (standing.Weight, standing.TableWeight, standing.WeightReason));
        Assert.Equal(next is { } at ? Time(at) : null, standing.ChangesAt);
    }

    [Theory]
    [InlineData(1, "1 1 1 1 1 1 1 1 1 1")]
    [InlineData(7, "1 2 3 3 4 5 5 6 7 7")]
    [InlineData(0, "0 0 0 0 0 0 0 0 0 0")]
    [InlineData(65535, "6554 13107 19661 26214 32768 39321 45875 52428 58982 65535")]
    public void SlowStart_Weights_AreRoundedUp(int weight, string expected)
    {
        var seen = new List<int>();
        for (int second = 100; second <= 109; second++)
            seen.Add(At(second, Web.Server(101) with { Weight = weight }, new SlowStart(Time(100)), slowStart: 9).TableWeight);
        Assert.Equal(expected, string.Join(' ', seen));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(86400)]
    public void SlowStart_FollowedByItsDeadlines_TakesNineStepsAndEndsOnTime(int span)
    {
        var ramp = new SlowStart(Time(100));
        MonotonicTime now = Time(100);
        for (int step = 1; step <= 9; step++)
        {
            Assert.Equal(step, ramp.TenthsAt(now, TimeSpan.FromSeconds(span)));
            now = ramp.NextStepAt(now, TimeSpan.FromSeconds(span))!.Value;
        }

        Assert.Equal((10, Time(100 + span)), (ramp.TenthsAt(now, TimeSpan.FromSeconds(span)), now));
        Assert.Null(ramp.NextStepAt(now, TimeSpan.FromSeconds(span)));
    }

    [Theory]
    [InlineData(AdminState.Drain, null, AdminState.Drain, null)]
    [InlineData(AdminState.Drain, 60, AdminState.Drain, 160)]
    [InlineData(AdminState.Maintenance, 60, AdminState.Maintenance, 160)]
    [InlineData(AdminState.Maintenance, 0, AdminState.Enabled, null)]
    [InlineData(AdminState.Maintenance, -60, AdminState.Enabled, null)]
    [InlineData(AdminState.Enabled, 60, AdminState.Enabled, null)]
    public void Admin_WithAnEnd_IsEnabledOnceItHasCome(AdminState wanted, int? endsIn, AdminState expected, int? deadline)
    {
        RealServerDefinition server = Web.Server(101) with { Admin = wanted, AdminUntil = endsIn is { } seconds ? s_utc.AddSeconds(seconds) : null };
        ServerStanding standing = At(100, server, default);
        Assert.Equal((expected, expected == AdminState.Enabled), (standing.Admin, standing.MayServe));
        Assert.Equal(deadline is { } at ? Time(at) : null, standing.ChangesAt);
    }

    [Fact]
    public void Everything_AtOnce_TheEarliestDeadlineCounts()
    {
        var damping = new FlapDampingDefinition();
        FlapPenalty flaps = default;
        for (int i = 0; i < 4; i++) flaps = flaps.Fell(Time(100), damping);
        VirtualServiceDefinition service = Web.Service() with { FlapDamping = damping, SlowStart = TimeSpan.FromSeconds(900) };
        RealServerDefinition server = Web.Server(101) with { Admin = AdminState.Drain, AdminUntil = s_utc.AddSeconds(60) };
        ServerStanding standing = ServerStanding.Of(service, server, ServerHealth.Start(server), new SlowStart(Time(100)), flaps, Time(100), s_utc);
        Assert.Equal((true, true, Time(160)), (standing.IsUp, standing.IsSuppressed, standing.ChangesAt));
    }

    private static MonotonicTime Time(double second) => MonotonicTime.Zero + TimeSpan.FromSeconds(second);

    private static ServerStanding At(double second, RealServerDefinition server, SlowStart ramp, double? slowStart = null)
    {
        VirtualServiceDefinition service = Web.Service() with { SlowStart = slowStart is { } span ? TimeSpan.FromSeconds(span) : null };
        return ServerStanding.Of(service, server, ServerHealth.Start(server), ramp, default, Time(second), s_utc);
    }
}
