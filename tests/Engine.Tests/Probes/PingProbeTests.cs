using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.Engine.TestKit;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class PingProbeTests
{
    private static readonly PingCheckDefinition s_check = new() { ConnectTimeout = TimeSpan.FromSeconds(20) };

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    public async Task Host_Answers_Passes(string address)
    {
        ProbeResult result = await Probing.RunAsync(s_check, 0, address: address);
        Assert.Equal((ProbeOutcome.Passed, "echo answered"), (result.Outcome, result.Message));
        Assert.NotNull(result.FirstByteDuration);
    }

    [Fact]
    public async Task ManyAtOnce_EachGetsItsOwnReply()
    {
        using var probes = new SocketProbes(TimeProvider.System);
        ProbeResult[] results = await Task.WhenAll(Enumerable.Range(0, 500).Select(i =>
            probes.RunAsync(new ProbeRequest(s_check, System.Net.IPAddress.Parse($"127.0.2.{1 + (i % 250)}"), 0, 0), default).AsTask()));
        Assert.All(results, result => Assert.Equal(ProbeOutcome.Passed, result.Outcome));
    }

    [Fact]
    public void Reply_OfAnother_IsPassedOver()
    {
        var exchange = new PingExchange(AddressFamily.InterNetwork);
        byte[] request = exchange.TakeOutgoing().ToArray();
        byte[] reply = [.. request];
        reply[0] = 0;
        byte[] foreign = [.. reply];
        foreign[20] ^= 1;

        Assert.Equal((8, 0), ((int)request[0], (int)Engine.Wire.InternetChecksum.Of(request)));
        Assert.False(exchange.Received(request));
        Assert.False(exchange.Received(foreign));
        Assert.False(exchange.Received(reply.AsSpan(0, 20)));
        Assert.False(exchange.Received([0x4F, 0]));
        Assert.True(exchange.Received(reply));
        // A raw socket hands over the IP header, too.
        Assert.True(exchange.Received([0x45, .. new byte[19], .. reply]));
    }

    [Fact]
    public async Task Host_Silent_TimesOut()
    {
        var time = new ManualTime();
        using var loop = new Engine.Probes.Loop.ProbeLoop(time);
        var exchange = new DeafExchange(new PingExchange(AddressFamily.InterNetwork).TakeOutgoing());
        Task<ProbeResult> probe = loop.RunAsync(
            new ProbeRequest(s_check, System.Net.IPAddress.Loopback, 0, 0), Engine.Linux.ProbeTransport.Ping, exchange, default).AsTask();
        await exchange.Heard.Task;
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal((ProbeOutcome.TimedOut, "no answer within 20 s"), ((await probe).Outcome, (await probe).Message));
    }

    /// <summary>Hears the reply and does not know it: what a probe sees where nobody answers.</summary>
    private sealed class DeafExchange : Exchange
    {
        public DeafExchange(ReadOnlyMemory<byte> request) => Outgoing = request;

        public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool Received(ReadOnlySpan<byte> bytes)
        {
            Heard.TrySetResult();
            return false;
        }

        public override ProbeVerdict Judge() => default;
    }
}
