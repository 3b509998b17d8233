using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Probes;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class HttpProbeTests
{
    private static readonly HttpUrlDefinition s_url = new() { Path = "/healthCheck" };

    [Fact]
    public async Task Request_IsHttp10AsKeepaliveds()
    {
        string request = "";
        await using var server = new LoopbackServer(async connection =>
        {
            request = await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhealth");
        });

        ProbeResult result = await RunAsync(server, s_url);

        Assert.Equal(
            $"GET /healthCheck HTTP/1.0\r\nUser-Agent: KeepaliveConsole\r\nHost: 127.0.0.1:{server.Port}\r\n\r\n",
            request);
        Assert.Equal((ProbeOutcome.Passed, "200 OK, 6 bytes"), (result.Outcome, result.Message));
        Assert.NotNull(result.ConnectDuration);
        Assert.InRange(result.FirstByteDuration!.Value, result.ConnectDuration.Value, result.Duration);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhealth", "200 OK, 6 bytes")]
    [InlineData("HTTP/1.0 200\r\n\r\nh", "200, 1 byte")]
    [InlineData("HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n", "204 No Content, 0 bytes")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 6\n\nhealth", "200 OK, 6 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200 OK, 0 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhea\r\n3;x=y\r\nlth\r\n0\r\nTrailer: t\r\n\r\n", "200 OK, 6 bytes")]
    public async Task Answer_Whole_Passes(string answer, string message)
    {
        await using LoopbackServer server = LoopbackServer.Answering(answer);
        ProbeResult result = await RunAsync(server, s_url);
        Assert.Equal((ProbeOutcome.Passed, message), (result.Outcome, result.Message));
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Busy\r\n\r\nno", ProbeOutcome.UnexpectedStatus, "status 503, wanted 200-299")]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n", ProbeOutcome.UnexpectedStatus, "status 301, wanted 200-299")]
    [InlineData("", ProbeOutcome.Closed, "connection closed without an answer")]
    [InlineData("HTTP/1.1 200 OK\r\nServer: x\r\n", ProbeOutcome.Closed, "connection closed within the headers")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhea", ProbeOutcome.Closed, "connection closed after 3 of 6 bytes of body")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhea\r\n", ProbeOutcome.Closed, "connection closed within the body, after 3 bytes")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n", ProbeOutcome.ProtocolError, "not an HTTP answer: \"SSH-2.0-OpenSSH_9.2p1\"")]
    [InlineData("HTTP/1.1 OK\r\n\r\n", ProbeOutcome.ProtocolError, "not an HTTP answer: \"HTTP/1.1 OK\"")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n", ProbeOutcome.ProtocolError, "not an HTTP answer: \"HTTP/2.0 200 OK\"")]
    [InlineData("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", ProbeOutcome.ProtocolError, "not a header: \"nonsense\"")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", ProbeOutcome.ProtocolError, "Content-Length \"-1\" is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", ProbeOutcome.ProtocolError, "Content-Length \"99999999999999999999\" is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", ProbeOutcome.ProtocolError, "Content-Length \"2\" is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", ProbeOutcome.ProtocolError, "chunk size \"xyz\" is not a number")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", ProbeOutcome.ProtocolError, "chunk size \"FFFFFFFF\" is not a number")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", ProbeOutcome.ProtocolError, "a chunk is longer than it says")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", ProbeOutcome.ProtocolError, "Transfer-Encoding \"gzip\" was not asked for")]
    [InlineData("HTTP/1.1 200 \u0007\u001b[31mOK\r\nContent-Length: 0\r\n\r\n", ProbeOutcome.Passed, "200 [31mOK, 0 bytes")]
    public async Task Answer_BadOrHostile_IsToldApart(string answer, ProbeOutcome outcome, string message)
    {
        await using LoopbackServer server = LoopbackServer.Answering(answer);
        ProbeResult result = await RunAsync(server, s_url);
        Assert.Equal((outcome, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Body_Wanted_IsComparedAsUtf8()
    {
        HttpUrlDefinition url = s_url with { ExpectedBody = "gesund ✓" };
        await using LoopbackServer good = LoopbackServer.Answering("HTTP/1.1 200 OK\r\n\r\nalles gesund ✓ hier");
        await using LoopbackServer bad = LoopbackServer.Answering("HTTP/1.1 200 OK\r\n\r\nalles gesund x hier");

        Assert.Equal(ProbeOutcome.Passed, (await RunAsync(good, url)).Outcome);
        ProbeResult result = await RunAsync(bad, url);
        Assert.Equal((ProbeOutcome.UnexpectedBody, "body lacks \"gesund ✓\""), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Digest_Wanted_IsTheMd5OfTheBody()
    {
        // printf health | md5sum
        const string Digest = "555bf8344ca0caf09b42f55e185526d8";
        await using LoopbackServer server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhealth");

        Assert.Equal(ProbeOutcome.Passed, (await RunAsync(server, s_url with { Digest = Digest.ToUpperInvariant() })).Outcome);
        ProbeResult result = await RunAsync(server, s_url with { Digest = new string('0', 32) });
        Assert.Equal((ProbeOutcome.UnexpectedBody, $"digest of the body is {Digest}, wanted {new string('0', 32)}"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task StatusCodes_Given_ReplaceTheDefault()
    {
        HttpUrlDefinition url = s_url with { StatusCodes = [new(401, 401), new(500, 599)] };
        await using LoopbackServer busy = LoopbackServer.Answering("HTTP/1.1 503 Busy\r\n\r\n");
        await using LoopbackServer ok = LoopbackServer.Answering("HTTP/1.1 200 OK\r\n\r\n");

        Assert.Equal(ProbeOutcome.Passed, (await RunAsync(busy, url)).Outcome);
        Assert.Equal("status 200, wanted 401, 500-599", (await RunAsync(ok, url)).Message);
    }

    [Theory]
    [InlineData(HttpProtocol.Http10, "GET / HTTP/1.0\r\nUser-Agent: KeepaliveConsole\r\nHost: h\r\n\r\n")]
    [InlineData(HttpProtocol.Http10Close, "GET / HTTP/1.0\r\nUser-Agent: KeepaliveConsole\r\nConnection: close\r\nHost: h\r\n\r\n")]
    [InlineData(HttpProtocol.Http11, "GET / HTTP/1.1\r\nUser-Agent: KeepaliveConsole\r\nConnection: close\r\nHost: h\r\n\r\n")]
    public void Request_OfEachVersion_IsWrittenAsKeepalivedDoes(HttpProtocol protocol, string expected)
    {
        var check = new HttpCheckDefinition { Protocol = protocol, VirtualHost = "h", Urls = [new() { Path = "/" }] };
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(HttpRequestText.Write(check, check.Urls[0], new ProbeRequest(check, IPAddress.Loopback, 80, 0))!));
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", ProbeOutcome.UnexpectedStatus, "status 302, wanted 200-299")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhealth\r\n", ProbeOutcome.ProtocolError, "chunk size \"zz\" is not a number")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhealth\r\n", ProbeOutcome.ProtocolError, "a chunk is longer than it says")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhea", ProbeOutcome.Closed, "connection closed within the body, after 3 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhea\r\n3;x=y\r\nlth\r\n0\r\n\r\n", ProbeOutcome.Passed, "200 OK, 6 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nhealth", ProbeOutcome.Closed, "connection closed after 6 of 7 bytes of body")]
    [InlineData("", ProbeOutcome.Closed, "connection closed without an answer")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", ProbeOutcome.ProtocolError, "not an HTTP answer: \"SSH-2.0-OpenSSH_9.6\"")]
    public async Task Answer_OfAnyKind_IsJudged(string answer, ProbeOutcome outcome, string message)
    {
        await using LoopbackServer server = LoopbackServer.Answering(answer);
        ProbeResult result = await RunAsync(server, s_url);
        Assert.Equal((outcome, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Server_EndsItsHalfOnly_IsAWholeAnswer()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.0 200 OK\r\n\r\nhealth");
            connection.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await connection.UntilClosedAsync();
        });
        Assert.Equal("200 OK, 6 bytes", (await RunAsync(server, s_url)).Message);
    }

    [Fact]
    public async Task Pattern_AndJson_AreJudgedAwayFromTheLoop()
    {
        await using LoopbackServer server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\n\r\n{\"checks\":[{\"state\":\"up\"}]}");
        HttpUrlDefinition url = s_url with { Pattern = new BodyPatternDefinition { Expression = "\"state\":\"(up|ok)\"" }, Json = new() { Path = "$.checks[0].state", Value = "up" } };
        Assert.Equal("200 OK, 27 bytes", (await RunAsync(server, url)).Message);
        Assert.Equal("JSON body has up at $.checks[0].state, wanted down", (await RunAsync(server, url with { Json = new() { Path = "$.checks[0].state", Value = "down" } })).Message);
        ProbeResult wrong = await RunAsync(server, url with { Pattern = new BodyPatternDefinition { Expression = "(" } });
        Assert.Equal(ProbeOutcome.LocalError, wrong.Outcome);
        Assert.StartsWith("the regular expression is not valid: ", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(ProbeOutcome.LocalError, (await RunAsync(server, url with { Json = new() { Path = "checks" } })).Outcome);
    }

    [Theory]
    [InlineData("url.example", "check.example", "url.example")]
    [InlineData(null, "check.example", "check.example")]
    [InlineData(null, null, "10.88.0.101:80")]
    public void Host_UrlThenCheckThenAddress(string? url, string? check, string expected)
    {
        var definition = new HttpCheckDefinition { VirtualHost = check, Urls = [s_url with { VirtualHost = url }] };
        byte[]? request = HttpRequestText.Write(definition, definition.Urls[0], new ProbeRequest(definition, IPAddress.Parse("10.88.0.101"), 80, 0));
        Assert.Contains($"\r\nHost: {expected}\r\n", System.Text.Encoding.UTF8.GetString(request!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a b", null)]
    [InlineData("/a\r\nX: y", null)]
    [InlineData("", null)]
    [InlineData("/", "host\r\nX: y")]
    [InlineData("/", "")]
    public async Task Request_ThatWouldBreakItsLine_IsNotSent(string path, string? host)
    {
        await using LoopbackServer server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\n\r\n");
        ProbeResult result = await RunAsync(server, new HttpUrlDefinition { Path = path, VirtualHost = host });
        Assert.Equal(ProbeOutcome.LocalError, result.Outcome);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Urls_EachRun_AsksTheOneItIsTold()
    {
        var asked = new List<string>();
        await using var server = new LoopbackServer(async connection =>
        {
            asked.Add((await connection.ReadRequestAsync()).Split(' ')[1]);
            await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
        });
        var check = new HttpCheckDefinition { Urls = [new() { Path = "/a" }, new() { Path = "/b" }] };

        foreach (int url in (int[])[0, 1])
            await Probing.RunAsync(check, server.Port, url: url);
        ProbeResult beyond = await Probing.RunAsync(check, server.Port, url: 2);

        Assert.Equal(["/a", "/b"], asked);
        Assert.Equal((ProbeOutcome.LocalError, "the check has no url to ask for"), (beyond.Outcome, beyond.Message));
    }

    private static Task<ProbeResult> RunAsync(LoopbackServer server, HttpUrlDefinition url) =>
        Probing.RunAsync(new HttpCheckDefinition { ConnectTimeout = TimeSpan.FromSeconds(10), Urls = [url] }, server.Port);
}
