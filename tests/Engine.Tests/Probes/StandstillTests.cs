using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Probes;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>This process stands still, as a guest without its processor does: what came meanwhile is no silence.</summary>
public sealed class StandstillTests
{
    [Fact]
    public async Task Connection_ThatStood_BeforeTheLimitWasLookedAt_Passes()
    {
        await using var server = new LoopbackServer(connection => connection.ReadRequestAsync());
        var time = new StandingClock(() => server.Connections > 0);
        var check = new TcpCheckDefinition { ConnectTimeout = TimeSpan.FromSeconds(3) };
        using var probes = new SocketProbes(time, "a");

        ProbeResult result = await probes.RunAsync(new ProbeRequest(check, IPAddress.Loopback, server.Port, 0), default);

        Assert.Equal((ProbeOutcome.Passed, "connected"), (result.Outcome, result.Message));
    }

    /// <summary>A minute passes at once when the other side has accepted; whoever asks for the time waits a moment for that.</summary>
    private sealed class StandingClock(Func<bool> accepted) : TimeProvider
    {
        private long _now = 1;

        private bool _hasStood;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            if (_hasStood || !SpinWait.SpinUntil(accepted, TimeSpan.FromMilliseconds(100))) return _now;
            _hasStood = true;
            return _now += TimeSpan.TicksPerMinute;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
