using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.Engine.TestKit;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class DnsProbeTests
{
    private static readonly DnsCheckDefinition s_check = new() { ConnectTimeout = TimeSpan.FromSeconds(20), Name = "www.example.", Type = DnsRecordType.AAAA };

    [Fact]
    public void Question_IsAsRfc1035WritesIt()
    {
        Assert.Equal("12340100000100000000000003777777076578616D706C6500001C0001", Convert.ToHexString(DnsExchange.Question(0x1234, "www.example", DnsRecordType.AAAA)!));
        Assert.Equal("0001010000010000000000000000060001", Convert.ToHexString(DnsExchange.Question(1, ".", DnsRecordType.SOA)!));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123.example")]
    public async Task Name_ThatIsNone_IsALocalError(string name)
    {
        ProbeResult result = await Probing.RunAsync(s_check with { Name = name }, 53);
        Assert.Equal((ProbeOutcome.LocalError, $"{name} is no name to ask for: each part has 1 to 63 characters, all together at most 253"), (result.Outcome, result.Message));
    }

    [Theory]
    [InlineData(0, ProbeOutcome.Passed, "NOERROR")]
    [InlineData(2, ProbeOutcome.UnexpectedStatus, "answered SERVFAIL (2), wanted NOERROR")]
    [InlineData(3, ProbeOutcome.UnexpectedStatus, "answered NXDOMAIN (3), wanted NOERROR")]
    [InlineData(9, ProbeOutcome.UnexpectedStatus, "answered RCODE (9), wanted NOERROR")]
    public async Task Answer_IsJudgedByItsCode_AfterForeignOnes(int code, ProbeOutcome outcome, string message)
    {
        await using var server = new UdpResponder(question =>
        {
            byte[] answer = [.. question];
            answer[2] |= 0x80;
            answer[3] = (byte)(0x80 | code);
            byte[] otherId = [.. answer];
            otherId[0] ^= 1;
            otherId[3] = 5;
            return [[], question[..5], question, otherId, answer];
        });
        ProbeResult result = await Probing.RunAsync(s_check, server.Port);
        Assert.Equal((outcome, message), (result.Outcome, result.Message));
        Assert.NotNull(result.FirstByteDuration);
    }

    [Fact]
    public async Task Ids_AndSourcePorts_AreRandom()
    {
        var ids = new HashSet<int>();
        await using var server = new UdpResponder(question =>
        {
            ids.Add((question[0] << 8) | question[1]);
            question[2] |= 0x80;
            return [question];
        });
        for (int i = 0; i < 20; i++) Assert.Equal(ProbeOutcome.Passed, (await Probing.RunAsync(s_check, server.Port)).Outcome);
        Assert.InRange(ids.Count, 15, 20);
        Assert.InRange(server.Askers.Select(asker => asker.Port).Distinct().Count(), 10, 20);
    }

    [Fact]
    public async Task Server_OnlyForeignAnswers_TimesOutInOneLimit()
    {
        var time = new ManualTime();
        await using var server = new UdpResponder(question =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return [question];
        });
        ProbeResult result = await Probing.RunAsync(s_check with { ConnectTimeout = TimeSpan.FromSeconds(5) }, server.Port, time);
        Assert.Equal((ProbeOutcome.TimedOut, "no answer within 5 s", 5.0), (result.Outcome, result.Message, result.Duration.TotalSeconds));
    }

    [Fact]
    public async Task Port_NobodyListens_IsRefusedByIcmp()
    {
        int port;
        await using (var server = new UdpResponder(_ => [])) port = server.Port;
        ProbeResult result = await Probing.RunAsync(s_check, port);
        Assert.Equal((ProbeOutcome.Refused, "port unreachable"), (result.Outcome, result.Message));
    }
}
