using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.Engine.Probes.Loop;
using KeepaliveConsole.Engine.TestKit;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>Servers that hold, drip, flood or break off: the probe ends in bounded time and memory and says what happened.</summary>
public sealed class HostileServerTests
{
    [Fact]
    public async Task Server_AcceptsAndSaysNothing_TimesOut()
    {
        var time = new ManualTime();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            time.Advance(TimeSpan.FromSeconds(3));
            await connection.UntilClosedAsync();
        });

        ProbeResult result = await RunAsync(server, TimeSpan.FromSeconds(3), time: time);

        Assert.Equal((ProbeOutcome.TimedOut, "no answer within 3 s"), (result.Outcome, result.Message));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.Zero, null), (result.Duration, result.ConnectDuration, result.FirstByteDuration));
    }

    [Fact]
    public async Task Server_StopsInTheMiddle_TimesOut()
    {
        var time = new ManualTime();
        using var exchange = new WatchedExchange();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            time.Advance(TimeSpan.FromSeconds(2.9));
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhea");
            await exchange.ReceivedAsync(41);
            time.Advance(TimeSpan.FromSeconds(3));
            await connection.UntilClosedAsync();
        });

        ProbeResult result = await exchange.RunAsync(server, TimeSpan.FromSeconds(3), time);

        Assert.Equal((ProbeOutcome.TimedOut, "answer stalled for 3 s"), (result.Outcome, result.Message));
        Assert.Equal((5.9, 2.9), (result.Duration.TotalSeconds, result.FirstByteDuration!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    public async Task Server_DripsBytesForEver_EndsAfterFourLimits(string start)
    {
        var time = new ManualTime();
        using var exchange = new WatchedExchange();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(start);
            for (int i = 0; i < 6; i++)
            {
                // Sent before the limit each time; the sixth time the whole is spent.
                await exchange.ReceivedAsync(start.Length + i);
                time.Advance(TimeSpan.FromSeconds(2));
                if (i < 5) await connection.SendAsync("x");
            }

            await connection.UntilClosedAsync();
        });

        ProbeResult result = await exchange.RunAsync(server, TimeSpan.FromSeconds(3), time);

        Assert.Equal((ProbeOutcome.TimedOut, "answer not complete within 12 s"), (result.Outcome, result.Message));
        Assert.Equal(12, result.Duration.TotalSeconds);
    }

    [Fact]
    public void Steps_WithinTheirLimit_EndWithTheWhole()
    {
        var times = new ProbeTimes(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(3));
        Assert.Equal(3, times.Deadline.TotalSeconds);
        for (int i = 1; i <= 4; i++) times.NextStep(TimeSpan.FromSeconds(2 * i));
        Assert.Equal((11, false), (times.Deadline.TotalSeconds, times.IsLastStep));
        times.NextStep(TimeSpan.FromSeconds(10));

        Assert.Equal((12, true), (times.Deadline.TotalSeconds, times.IsLastStep));
        Assert.False(times.IsWholeSpent(TimeSpan.FromMilliseconds(11999)));
        Assert.True(times.IsWholeSpent(TimeSpan.FromSeconds(12)));
        Assert.Equal("answer not complete within 12 s", times.TimedOut(limit => $"answer stalled for {limit}").Message.ToString());
    }

    [Theory]
    [InlineData(200, ProbeOutcome.Passed, "fine")]
    [InlineData(201, ProbeOutcome.TooSlow, "fine, but it took 201 ms, longer than 200 ms")]
    public void Answer_SlowerThanAllowed_IsTooSlow(int tookMs, ProbeOutcome outcome, string message)
    {
        var check = new TcpCheckDefinition { ResponseTimeLimit = TimeSpan.FromMilliseconds(200) };
        var times = new ProbeTimes(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(3));
        ProbeResult result = times.Result(check, new ProbeVerdict(ProbeOutcome.Passed, $"fine"), TimeSpan.FromMilliseconds(tookMs));
        Assert.Equal((outcome, message), (result.Outcome, result.Message));

        // A failure stays what it is, and silence that is well is no answer.
        Assert.Equal(ProbeOutcome.Refused, times.Result(check, new ProbeVerdict(ProbeOutcome.Refused, $"no"), TimeSpan.FromSeconds(1)).Outcome);
        Assert.Equal(ProbeOutcome.Passed, times.Result(check, new ProbeVerdict(ProbeOutcome.Passed, $"silent") { IsSilence = true }, TimeSpan.FromSeconds(1)).Outcome);
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
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Probing.RunAsync(check, server.Port, cancellationToken: removed.Token));
    }

    private static Task<ProbeResult> RunAsync(LoopbackServer server, TimeSpan limit, string? wanted = null, TimeProvider? time = null) =>
        Probing.RunAsync(new HttpCheckDefinition { ConnectTimeout = limit, Urls = [new() { Path = "/", ExpectedBody = wanted }] }, server.Port, time);

    /// <summary>An HTTP exchange that tells how many bytes it was brought, so that a test can move the clock exactly then.</summary>
    private sealed class WatchedExchange : Exchange, IDisposable
    {
        private readonly HttpUrlDefinition _url = new() { Path = "/" };
        private readonly HttpExchange _inner;
        private readonly SemaphoreSlim _news = new(0);
        private int _received;

        public WatchedExchange()
        {
            _inner = new HttpExchange(HttpUrlPlan.Of(_url), "GET / HTTP/1.0\r\n\r\n"u8.ToArray());
            Outgoing = _inner.TakeOutgoing();
        }

        public void Dispose() => _news.Dispose();

        public async Task ReceivedAsync(int bytes)
        {
            while (Volatile.Read(ref _received) < bytes) Assert.True(await _news.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        public async Task<ProbeResult> RunAsync(LoopbackServer server, TimeSpan limit, TimeProvider time)
        {
            using var loop = new ProbeLoop(time);
            var check = new HttpCheckDefinition { ConnectTimeout = limit, Urls = [_url] };
            return await loop.RunAsync(new ProbeRequest(check, IPAddress.Loopback, server.Port, 0), ProbeTransport.Stream, this, default);
        }

        public override bool Received(ReadOnlySpan<byte> bytes)
        {
            bool isOver = _inner.Received(bytes);
            Interlocked.Add(ref _received, bytes.Length);
            _news.Release();
            return isOver;
        }

        public override void Ended() => _inner.Ended();

        public override ProbeVerdict Judge() => _inner.Judge();
    }
}
