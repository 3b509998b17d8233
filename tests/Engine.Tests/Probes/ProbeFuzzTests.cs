using System.Net.Sockets;
using System.Text;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Probes;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>Answers of every protocol, damaged in every way: whatever comes in, a verdict comes out and nothing is thrown.</summary>
public sealed class ProbeFuzzTests
{
    private const int Rounds = 40_000;

    private static readonly string[] s_pieces = ["\r\n", "\n", "\0", ":", " ", "HTTP/1.", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "0\r\n", "ffffffff", "7fffffff\r\n", "-1", "220-", "250 ", "%", "#", ",", "$.a", "[0]", "['", "{\"a\":", "[[", "\\ud800", "é", "99999999999999999999"];

    [Fact]
    public void Http_MutatedAnswers_AlwaysGetAVerdict() => Run(
        [
            "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX: y\r\n\r\nhealth",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhea\r\n3;a=b\r\nlth\r\n0\r\nT: x\r\n\r\n",
            "HTTP/1.0 503 Busy\r\n\r\n{\"a\":[{\"b\":\"health\"}]}",
        ],
        Http);

    [Fact]
    public void Smtp_MutatedDialogues_AlwaysGetAVerdict() => Run(
        ["220 mail\r\n250 hello\r\n221 bye\r\n", "220-a\r\n220 b\r\n250-c\r\n250 d\r\n221\r\n"],
        () => new SmtpExchange("director.example"));

    [Fact]
    public void Agent_MutatedLines_AlwaysGetAVerdict() => Run(
        ["up 75% ready #all is well\n", "down,10%,maxconn:30 # reason\r\n", "drain\n"],
        () => new AgentExchange(new AgentCheckDefinition()));

    [Fact]
    public void Datagrams_MutatedAnswers_AlwaysGetAVerdict()
    {
        byte[] dns = DnsExchange.Question(7, "www.example", DnsRecordType.A)!;
        dns[2] |= 0x80;
        string[] sources = [Encoding.Latin1.GetString(dns), Encoding.Latin1.GetString([0x45, .. new byte[19], 0, 0, 1, 2, 3, 4, 0, 1, .. new byte[16]])];
        Run(sources, () => DnsExchange.Of(new DnsCheckDefinition(), out _)!);
        Run(sources, () => new PingExchange(AddressFamily.InterNetwork));
        Run(sources, () => new UdpExchange(UdpPlan.Of(s_udp)));
    }

    [Fact]
    public void JsonPath_MutatedPathsAndBodies_AlwaysGetAVerdict()
    {
        var random = new Random(5);
        for (int round = 0; round < Rounds; round++)
        {
            string path = Encoding.Latin1.GetString(Mutated(random, "$.a['b'].c[0].d"));
            byte[] body = Mutated(random, "{\"a\":{\"b\":{\"c\":[{\"d\":\"up\"}]}},\"n\":1.5e3}");
            if (JsonPath.Of(path, out string? problem) is { } parsed) _ = parsed.Judge(body, path, "up");
            else Assert.NotEmpty(problem!);
            _ = JsonPath.Of("$.a['b'].c[0].d", out _)!.Judge(body, "$", "up");
        }
    }

    private static readonly UdpCheckDefinition s_udp = new() { RequireReply = true, Reply = "45x0 00", MinimumReplyLength = 3 };

    private static readonly HttpUrlDefinition s_url = new() { Path = "/", ExpectedBody = "hea", Json = new() { Path = "$.a[0].b", Value = "health" }, Digest = "555bf8344ca0caf09b42f55e185526d8" };

    private static HttpExchange Http() => new(HttpUrlPlan.Of(s_url), []);

    private static void Run(string[] sources, Func<Exchange> make)
    {
        var random = new Random(20260722);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = Mutated(random, sources[round % sources.Length]);
            Exchange exchange = make();
            bool isOver = false;
            for (int at = 0; at < bytes.Length && !isOver;)
            {
                int length = random.Next(1, bytes.Length - at + 1);
                isOver = exchange.Received(bytes.AsSpan(at, length));
                _ = exchange.TakeOutgoing();
                at += length;
            }

            if (!isOver) exchange.Ended();
            ProbeVerdict verdict = exchange.Judge();
            if (isOver) Assert.InRange(verdict.Message.ToString().Length, 1, 400);
            Assert.InRange(verdict.Outcome, ProbeOutcome.Passed, ProbeOutcome.LocalError);
            Assert.NotEmpty(exchange.Failed(new ProbeVerdict(ProbeOutcome.TimedOut, $"no answer"), isSilence: true).Message.ToString());
        }
    }

    private static byte[] Mutated(Random random, string source)
    {
        var text = new StringBuilder(source);
        for (int change = random.Next(0, 8); change > 0 && text.Length > 0; change--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at)); break;
                case 1: text.Insert(at, s_pieces[random.Next(s_pieces.Length)]); break;
                case 2: text[at] = (char)random.Next(256); break;
                case 3: text.Length = at; break;
                default: text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 30), text.Length - at))); break;
            }
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }
}
