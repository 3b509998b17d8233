using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class AgentProbeTests
{
    private static readonly AgentCheckDefinition s_check = new() { ConnectTimeout = TimeSpan.FromSeconds(5) };

    [Theory]
    [InlineData("75%\n", ProbeOutcome.Passed, "agent says 75%", 75, false)]
    [InlineData("up\n", ProbeOutcome.Passed, "agent says up", null, false)]
    [InlineData("UP READY 100%\r\n", ProbeOutcome.Passed, "agent says UP READY 100%", 100, false)]
    [InlineData("up,0%", ProbeOutcome.Passed, "agent says up,0%", 0, false)]
    [InlineData("drain\n", ProbeOutcome.Passed, "agent says drain", null, true)]
    [InlineData("maint\n", ProbeOutcome.Passed, "agent says maint", null, true)]
    [InlineData("drain ready\n", ProbeOutcome.Passed, "agent says drain ready", null, false)]
    [InlineData("maxconn:30 up 50%\n", ProbeOutcome.Passed, "agent says maxconn:30 up 50%", 50, false)]
    [InlineData("99999999999%\n", ProbeOutcome.LocalError, "the agent says \"99999999999%\", which is not understood; nothing is changed by it", null, false)]
    [InlineData("down\n", ProbeOutcome.UnexpectedStatus, "agent says down", null, false)]
    [InlineData("down #disk is full\n", ProbeOutcome.UnexpectedStatus, "agent says down: disk is full", null, false)]
    [InlineData("10% fail#oops\nup\n", ProbeOutcome.UnexpectedStatus, "agent says fail: oops", 10, false)]
    [InlineData("stopped\n", ProbeOutcome.UnexpectedStatus, "agent says stopped", null, false)]
    [InlineData("", ProbeOutcome.LocalError, "the agent says nothing; nothing is changed by it", null, false)]
    [InlineData("#\n", ProbeOutcome.LocalError, "the agent says nothing; nothing is changed by it", null, false)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", ProbeOutcome.LocalError, "the agent says \"HTTP/1.1 400 Bad Request\", which is not understood; nothing is changed by it", null, false)]
    public async Task Line_IsUnderstoodAsHAProxyDoes(string line, ProbeOutcome outcome, string message, int? percent, bool drain)
    {
        await using var server = new LoopbackServer(connection => connection.SendAsync(line));
        ProbeResult result = await Probing.RunAsync(s_check, server.Port);
        Assert.Equal((outcome, message), (result.Outcome, result.Message));
        Assert.Equal((percent, drain), (result.Weight?.Percent, result.Weight?.Drain ?? false));
    }

    [Fact]
    public async Task Text_ToSend_IsSentFirst()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            byte[] buffer = new byte[64];
            int count = await connection.Socket.ReceiveAsync(buffer, connection.Stop);
            await connection.SendAsync(buffer.AsSpan(0, count).SequenceEqual("weight?\n"u8) ? "30%\n" : "down\n");
        });
        Assert.Equal(30, (await Probing.RunAsync(s_check with { Send = "weight?\n" }, server.Port)).Weight!.Value.Percent);
    }

    [Fact]
    public async Task Agent_NotThere_ChangesNothing()
    {
        int port;
        await using (var server = new LoopbackServer(_ => Task.CompletedTask)) port = server.Port;
        ProbeResult result = await Probing.RunAsync(s_check, port);
        Assert.Equal((ProbeOutcome.LocalError, "the agent does not answer (connection refused); nothing is changed by it"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Agent_Silent_ChangesNothing()
    {
        var time = new ManualTime();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Socket.ReceiveAsync(new byte[16], connection.Stop);
            time.Advance(TimeSpan.FromSeconds(5));
            await connection.UntilClosedAsync();
        });
        ProbeResult result = await Probing.RunAsync(s_check with { Send = "?" }, server.Port, time);
        Assert.Equal((ProbeOutcome.LocalError, "the agent does not answer (no answer within 5 s); nothing is changed by it"), (result.Outcome, result.Message));
    }
}
