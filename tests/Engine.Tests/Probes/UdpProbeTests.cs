using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class UdpProbeTests
{
    private static readonly UdpCheckDefinition s_check = new() { ConnectTimeout = TimeSpan.FromSeconds(5) };

    [Theory]
    [InlineData(false, ProbeOutcome.Passed, "not refused; no answer, and none is required")]
    [InlineData(true, ProbeOutcome.TimedOut, "no answer within 5 s")]
    public async Task Silence_PassesUnlessAnAnswerIsRequired(bool required, ProbeOutcome outcome, string message)
    {
        var time = new ManualTime();
        byte[] sent = [];
        await using var server = new UdpResponder(payload =>
        {
            sent = payload;
            time.Advance(TimeSpan.FromSeconds(5));
            return [];
        });
        ProbeResult result = await Probing.RunAsync(s_check with { RequireReply = required, ResponseTimeLimit = TimeSpan.FromSeconds(1) }, server.Port, time);
        Assert.Equal((outcome, message, 5.0), (result.Outcome, result.Message, result.Duration.TotalSeconds));
        Assert.Equal(16, sent.Length);
        Assert.NotEqual(new byte[16], sent);
    }

    [Fact]
    public async Task Port_NobodyListens_FailsEvenWithoutRequiredAnswer()
    {
        int port;
        await using (var server = new UdpResponder(_ => [])) port = server.Port;
        ProbeResult result = await Probing.RunAsync(s_check, port);
        Assert.Equal((ProbeOutcome.Refused, "port unreachable"), (result.Outcome, result.Message));
    }

    [Theory]
    [InlineData(null, 0, 255, ProbeOutcome.Passed, "answer of 4 bytes")]
    [InlineData("DE AD", 0, 255, ProbeOutcome.Passed, "answer of 4 bytes")]
    [InlineData("dexdbxxf", 4, 4, ProbeOutcome.Passed, "answer of 4 bytes")]
    [InlineData("deae", 0, 255, ProbeOutcome.UnexpectedBody, "answer begins dead, wanted deae")]
    [InlineData("deadbeef00", 0, 255, ProbeOutcome.UnexpectedBody, "answer begins deadbeef, wanted deadbeef00")]
    [InlineData("de", 5, 255, ProbeOutcome.UnexpectedBody, "answer of 4 bytes, wanted 5 to 255")]
    [InlineData("de", 0, 3, ProbeOutcome.UnexpectedBody, "answer of 4 bytes, wanted 0 to 3")]
    public async Task Answer_IsComparedWithWhatIsWanted(string? reply, int least, int most, ProbeOutcome outcome, string message)
    {
        byte[] sent = [];
        await using var server = new UdpResponder(payload =>
        {
            sent = payload;
            return [[0xDE, 0xAD, 0xBE, 0xEF]];
        });
        ProbeResult result = await Probing.RunAsync(
            new UdpCheckDefinition { ConnectTimeout = TimeSpan.FromSeconds(20), Payload = "00 ff 70", RequireReply = true, Reply = reply, MinimumReplyLength = least, MaximumReplyLength = most },
            server.Port);
        Assert.Equal((outcome, message), (result.Outcome, result.Message));
        Assert.Equal("00FF70", Convert.ToHexString(sent));
    }

    [Theory]
    [InlineData("0g", null, "the payload \"0g\" is not hexadecimal")]
    [InlineData("abc", null, "the payload \"abc\" has an odd number of digits")]
    [InlineData("ax", null, "the payload \"ax\" is not hexadecimal")]
    [InlineData(null, "xyz0", "the reply \"xyz0\" is not hexadecimal")]
    public async Task Digits_ThatAreNone_AreALocalError(string? payload, string? reply, string message)
    {
        ProbeResult result = await Probing.RunAsync(s_check with { Payload = payload, Reply = reply }, 9);
        Assert.Equal((ProbeOutcome.LocalError, message), (result.Outcome, result.Message));
    }
}
