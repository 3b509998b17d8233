using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.Engine.TestKit;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>Servers that hold, drip, flood or break off: the probe ends in bounded time and memory and says what happened.</summary>
public sealed class HostileServerTests
{
    // Timers a probe sets until it waits for the first byte: connecting, sending, receiving.
    private const int AwaitingAnswer = 3;

    [Fact]
    public async Task Server_AcceptsAndSaysNothing_TimesOut()
    {
        var time = new ManualTime();
        await using var server = new LoopbackServer(connection => connection.UntilClosedAsync());
        Task<ProbeResult> probe = RunAsync(server, TimeSpan.FromSeconds(3), time: time).AsTask();
        await time.TimersSetAsync(AwaitingAnswer);
        time.Advance(TimeSpan.FromSeconds(3));

        ProbeResult result = await probe;

        Assert.Equal((ProbeOutcome.TimedOut, "no answer within 3 s"), (result.Outcome, result.Message));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.Zero, null), (result.Duration, result.ConnectDuration, result.FirstByteDuration));
    }

    [Fact]
    public async Task Server_StopsInTheMiddle_TimesOut()
    {
        var time = new ManualTime();
        await using var server = new LoopbackServer(async connection =>
        {
            await time.TimersSetAsync(AwaitingAnswer);
            time.Advance(TimeSpan.FromSeconds(2.9));
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhea");
            await time.TimersSetAsync(AwaitingAnswer + 1);
            time.Advance(TimeSpan.FromSeconds(3));
            await connection.UntilClosedAsync();
        });

        ProbeResult result = await RunAsync(server, TimeSpan.FromSeconds(3), time: time);

        Assert.Equal((ProbeOutcome.TimedOut, "answer stalled for 3 s"), (result.Outcome, result.Message));
        Assert.Equal((5.9, 2.9), (result.Duration.TotalSeconds, result.FirstByteDuration!.Value.TotalSeconds));
    }

    [Fact]
    public async Task Server_DripsBytesForEver_EndsAfterFourLimits()
    {
        var time = new ManualTime();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
            for (int i = 1; i <= 6; i++)
            {
                // Sent before the limit each time; the sixth time the whole is spent.
                await time.TimersSetAsync(AwaitingAnswer + i);
                time.Advance(TimeSpan.FromSeconds(2));
                await connection.SendAsync("x");
            }

            await connection.UntilClosedAsync();
        });

        ProbeResult result = await RunAsync(server, TimeSpan.FromSeconds(3), time: time);

        Assert.Equal((ProbeOutcome.TimedOut, "answer not complete within 12 s"), (result.Outcome, result.Message));
        Assert.Equal(12, result.Duration.TotalSeconds);
    }

    [Fact]
    public void Steps_WithinTheirLimit_EndWithTheWhole()
    {
        var time = new ManualTime();
        using var clock = new ProbeClock(time, TimeSpan.FromSeconds(3), default);
        for (int i = 0; i < 5; i++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            clock.NextStep();
        }

        time.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.False(clock.Token.IsCancellationRequested);
        Assert.False(clock.IsWholeSpent);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(clock.Token.IsCancellationRequested);
        Assert.True(clock.IsWholeSpent);
        Assert.True(clock.IsLastStep);
        Assert.Equal(TimeSpan.FromSeconds(12), time.Elapsed);
    }

    [Fact]
    public void Step_BeyondItsLimit_EndsTheProbe()
    {
        var time = new ManualTime();
        using var clock = new ProbeClock(time, TimeSpan.FromSeconds(3), default);
        time.Advance(TimeSpan.FromSeconds(1));
        clock.NextStep();
        time.Advance(TimeSpan.FromMilliseconds(2999));
        Assert.False(clock.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(clock.Token.IsCancellationRequested);
        Assert.False(clock.IsLastStep);
    }

    [Fact]
    public async Task Server_SendsHeadersWithoutEnd_IsAProtocolError()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 2000; i++) await connection.SendAsync($"X-{i}: 0123456789012345678901234567890123456789\r\n");
        });
        ProbeResult result = await RunAsync(server, TimeSpan.FromSeconds(10));
        Assert.Equal((ProbeOutcome.ProtocolError, "more than 16 KB of headers"), (result.Outcome, result.Message));
    }

    [Theory]
    [InlineData("HTTP/1.1 ")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ")]
    public async Task Server_SendsALineWithoutEnd_IsAProtocolError(string start)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.SendAsync(start);
            while (true) await connection.SendAsync(new string('x', 1000));
        });
        ProbeResult result = await RunAsync(server, TimeSpan.FromSeconds(10));
        Assert.Equal((ProbeOutcome.ProtocolError, "more than 16 KB of headers"), (result.Outcome, result.Message));
    }

    [Theory]
    [InlineData("", "health", ProbeOutcome.ProtocolError, "body larger than 1 MB")]
    [InlineData("Content-Length: 5000000\r\n", "health", ProbeOutcome.ProtocolError, "body larger than 1 MB")]
    [InlineData("Content-Length: 5000000\r\n", null, ProbeOutcome.Passed, "200 OK, more than 1 MB")]
    public async Task Server_SendsABodyWithoutEnd_IsReadUpToOneMegabyte(string header, string? wanted, ProbeOutcome outcome, string message)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{header}\r\n");
            byte[] flood = new byte[64 * 1024];
            while (true) await connection.SendAsync(flood);
        });
        ProbeResult result = await RunAsync(server, TimeSpan.FromSeconds(10), wanted: wanted);
        Assert.Equal((outcome, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Server_SendsExactlyOneMegabyte_IsWhole()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
            await connection.SendAsync(new byte[HttpResponse.MaxBodyBytes - 6]);
            await connection.SendAsync("health");
        });
        ProbeResult result = await RunAsync(server, TimeSpan.FromSeconds(10), wanted: "health");
        Assert.Equal((ProbeOutcome.Passed, "200 OK, 1048576 bytes"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Server_SendsInterimAnswersForEver_IsAProtocolError()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            while (true) await connection.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        });
        ProbeResult result = await RunAsync(server, TimeSpan.FromSeconds(10));
        Assert.Equal((ProbeOutcome.ProtocolError, "more than 16 KB of headers"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Server_SendsOneInterimAnswer_TheRealOneCounts()
    {
        await using LoopbackServer server = LoopbackServer.Answering("HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\n\r\nab");
        Assert.Equal("200 OK, 2 bytes", (await RunAsync(server, TimeSpan.FromSeconds(10))).Message);
    }

    [Fact]
    public async Task Server_ResetsTheConnection_IsClosed()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        });
        ProbeResult result = await RunAsync(server, TimeSpan.FromSeconds(10));
        Assert.Equal((ProbeOutcome.Closed, "connection reset"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Check_RemovedWhileWaiting_Throws()
    {
        using var removed = new CancellationTokenSource();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await removed.CancelAsync();
            await connection.UntilClosedAsync();
        });
        var check = new HttpCheckDefinition { ConnectTimeout = TimeSpan.FromSeconds(30), Urls = [new() { Path = "/" }] };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await HttpProbe.RunAsync(check, new ProbeRequest(check, IPAddress.Loopback, server.Port, 0), TimeProvider.System, removed.Token));
    }

    private static ValueTask<ProbeResult> RunAsync(LoopbackServer server, TimeSpan limit, string? wanted = null, TimeProvider? time = null)
    {
        var check = new HttpCheckDefinition { ConnectTimeout = limit, Urls = [new() { Path = "/", ExpectedBody = wanted }] };
        return HttpProbe.RunAsync(check, new ProbeRequest(check, IPAddress.Loopback, server.Port, 0), time ?? TimeProvider.System, default);
    }
}
