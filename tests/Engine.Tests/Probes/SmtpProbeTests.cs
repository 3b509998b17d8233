using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class SmtpProbeTests
{
    private static readonly SmtpCheckDefinition s_check = new() { ConnectTimeout = TimeSpan.FromSeconds(20), HeloName = "director.example" };

    [Theory]
    [InlineData("220 mail ESMTP\r\n", "250 hello\r\n", "221 bye\r\n")]
    [InlineData("220-mail\r\n220-is\r\n220 here\r\n", "250-SIZE\r\n250 HELP\r\n", "500 what?\r\n")]
    [InlineData("220\r\n", "250\n", "")]
    public async Task Server_InOrder_Passes(string greeting, string hello, string goodbye)
    {
        var said = new List<string>();
        await using LoopbackServer server = Talking(said, greeting, hello, goodbye);
        ProbeResult result = await Probing.RunAsync(s_check, server.Port);
        Assert.Equal((ProbeOutcome.Passed, "220, 250 to HELO"), (result.Outcome, result.Message));
        Assert.Equal(["HELO director.example\r\n", "QUIT\r\n"], said);
    }

    [Theory]
    [InlineData("554 no service\r\n", "", ProbeOutcome.UnexpectedStatus, "greeting \"554 no service\", wanted 220")]
    [InlineData("220 mail\r\n", "502 unknown\r\n", ProbeOutcome.UnexpectedStatus, "HELO answered \"502 unknown\", wanted 250")]
    [InlineData("SSH-2.0-x\r\n", "", ProbeOutcome.ProtocolError, "not an SMTP reply: \"SSH-2.0-x\"")]
    [InlineData("220-mail\r\n250 here\r\n", "", ProbeOutcome.ProtocolError, "not an SMTP reply: \"250 here\"")]
    [InlineData("", "", ProbeOutcome.Closed, "connection closed before a whole greeting")]
    [InlineData("220 mail\r\n", "250-a\r\n", ProbeOutcome.Closed, "connection closed before the whole answer to HELO")]
    public async Task Server_OutOfOrder_Fails(string greeting, string hello, ProbeOutcome outcome, string message)
    {
        await using LoopbackServer server = Talking([], greeting, hello);
        ProbeResult result = await Probing.RunAsync(s_check, server.Port);
        Assert.Equal((outcome, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Server_GreetsWithoutEnd_IsAProtocolError()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            while (true) await connection.SendAsync("220-mail and more\r\n");
        });
        Assert.Equal("reply longer than 8 KB", (await Probing.RunAsync(s_check, server.Port)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nMAIL FROM:<x>")]
    public async Task Name_ThatWouldEndTheLine_IsNotSaid(string name)
    {
        ProbeResult result = await Probing.RunAsync(s_check with { HeloName = name }, 9);
        Assert.Equal(ProbeOutcome.LocalError, result.Outcome);
        Assert.EndsWith("is no name to say in HELO", result.Message, StringComparison.Ordinal);
    }

    private static LoopbackServer Talking(List<string> said, params string[] replies) => new(async connection =>
    {
        await connection.SendAsync(replies[0]);
        byte[] buffer = new byte[512];
        foreach (string reply in replies[1..])
        {
            if (replies[0].Length == 0 || !replies[0].StartsWith("220", StringComparison.Ordinal)) return;
            int count = await connection.Socket.ReceiveAsync(buffer, connection.Stop);
            if (count == 0) return;
            said.Add(System.Text.Encoding.ASCII.GetString(buffer, 0, count));
            await connection.SendAsync(reply);
        }
    });
}
