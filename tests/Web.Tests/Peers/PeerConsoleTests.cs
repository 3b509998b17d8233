using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KeepaliveConsole.Web.Peers;
using KeepaliveConsole.Web.Settings;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Peers;

public sealed class PeerConsoleTests
{
    private readonly ManualTime _time = new(FakeStatus.Noon);

    [Fact]
    public async Task ARealConsole_IsAskedWithATokenOfAViewer_AndRefusesAWrongOne()
    {
        await using var other = new ConsoleFactory();
        string url = other.Listen().ToString();
        using var peer = new PeerConsole(new PeerSettings { Url = url, Token = other.TokenOf("viewer") }, _time);

        var said = Assert.IsType<PeerAnswer.Said>(await peer.AskAsync(CancellationToken.None));
        Assert.Equal(("l1", true, "127.0.0.1"), (said.Document.Node, said.Document.IsMaster, said.Address!.MapToIPv4().ToString()));

        using var stranger = new PeerConsole(new PeerSettings { Url = url, Token = "kc_wrong" }, _time);
        PeerAnswer.Failed failed = await FailedAsync(stranger);
        Assert.Equal(
            ("it does not know the token, or that has expired or was revoked (401); make one on that node: keepalive-console token create --name NAME --role viewer", true),
            (failed.Reason, failed.IsLasting));
    }

    [Fact]
    public async Task TheToken_IsSentAsABearer_ToTheStatusBelowTheAddress()
    {
        await using FakePeer server = await FakePeer.StartAsync(FakePeer.Status(FakeStatus.Healthy()));
        using var peer = new PeerConsole(new PeerSettings { Url = server.Url + "/behind/a/proxy", Token = FakePeer.Token }, _time);

        Assert.IsType<PeerAnswer.Said>(await peer.AskAsync(CancellationToken.None));
        Assert.Equal(("/behind/a/proxy/api/v1/status", $"Bearer {FakePeer.Token}"), Assert.Single(server.Requests));
    }

    [Fact]
    public async Task ARedirect_IsNotFollowed()
    {
        await using FakePeer elsewhere = await FakePeer.StartAsync(FakePeer.Status(FakeStatus.Healthy()));
        await using FakePeer server = await FakePeer.StartAsync(context =>
        {
            context.Response.Redirect(elsewhere.Url + "/api/v1/status");
            return Task.CompletedTask;
        });
        using var peer = new PeerConsole(server.Settings, _time);

        PeerAnswer.Failed failed = await FailedAsync(peer);
        Assert.Equal(("it answers with a redirect (302), which is not followed because the token would go along; name the address it leads to", true), (failed.Reason, failed.IsLasting));
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(200, "<html>a page</html>", "what it answers is no status of a console; look whether its Url is right", true)]
    [InlineData(200, "", "what it answers is no status of a console; look whether its Url is right", true)]
    [InlineData(403, "{}", "the token's role does not suffice there (403); it needs viewer", true)]
    [InlineData(429, "{}", "it was asked too often with wrong tokens from here (429); correct the token", true)]
    [InlineData(404, "", "it answers 404, and not as a console does; look whether its Url is right", true)]
    [InlineData(204, "", "it answers 204, and not as a console does; look whether its Url is right", true)]
    [InlineData(503, "later", "it answers 503", false)]
    public async Task AnotherAnswer_IsAReason(int status, string text, string reason, bool isLasting)
    {
        await using FakePeer server = await FakePeer.StartAsync(FakePeer.Says(status, text));
        using var peer = new PeerConsole(server.Settings, _time);

        PeerAnswer.Failed failed = await FailedAsync(peer);
        Assert.Equal((reason, isLasting), (failed.Reason, failed.IsLasting));
    }

    [Fact]
    public async Task WhatIsTooLong_IsNotReadToItsEnd()
    {
        await using FakePeer server = await FakePeer.StartAsync(FakePeer.Says(200, """{"at":"2026-03-01T12:00:00Z","vrrp":[""" + new string(' ', 4 << 20)));
        using var peer = new PeerConsole(server.Settings, _time);

        PeerAnswer.Failed failed = await FailedAsync(peer);
        Assert.Equal(("its instances take more than 2 MiB to describe, and no more is read", true), (failed.Reason, failed.IsLasting));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","vrrp":[""")]
    public async Task WithoutAnAnswer_ItEndsAfterASecond(string? begin)
    {
        await using FakePeer server = await FakePeer.StartAsync(FakePeer.FallsSilent(begin));
        using var peer = new PeerConsole(server.Settings, _time);
        Task<PeerAnswer> asking = peer.AskAsync(CancellationToken.None);
        await Until.TrueAsync(() => !server.Requests.IsEmpty, "the request arrived");
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        var failed = Assert.IsType<PeerAnswer.Failed>(await asking);
        Assert.Equal(("no answer within 1 s", false), (failed.Reason, failed.IsLasting));
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task WhereNobodyListens_ItSaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var peer = new PeerConsole(new PeerSettings { Url = $"http://127.0.0.1:{port}", Token = FakePeer.Token }, _time);

        PeerAnswer.Failed failed = await FailedAsync(peer);
        Assert.Equal(("nobody answers there (connection refused)", false), (failed.Reason, failed.IsLasting));
    }

    [Fact]
    public async Task ACertificateThatNobodyVouchesFor_IsNotTrusted_AndTheTokenNotSent()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using FakePeer server = await FakePeer.StartAsync(FakePeer.Status(FakeStatus.Healthy()), certificate);
        using var peer = new PeerConsole(server.Settings, _time);

        PeerAnswer.Failed failed = await FailedAsync(peer);
        Assert.StartsWith("its certificate is not trusted by this host (", failed.Reason, StringComparison.Ordinal);
        Assert.False(failed.IsLasting);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task TheTokenFile_IsReadEachTime()
    {
        await using FakePeer server = await FakePeer.StartAsync(FakePeer.Status(FakeStatus.Healthy()));
        string file = Path.GetTempFileName();
        try
        {
            using var peer = new PeerConsole(new PeerSettings { Url = server.Url, TokenFile = file }, _time);
            Assert.StartsWith($"the file {file} holds no token", (await FailedAsync(peer)).Reason, StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, "two words\n");
            Assert.StartsWith($"the file {file} holds no token", (await FailedAsync(peer)).Reason, StringComparison.Ordinal);
            Assert.Empty(server.Requests);

            await File.WriteAllTextAsync(file, "kc_first\n");
            Assert.IsType<PeerAnswer.Said>(await peer.AskAsync(CancellationToken.None));
            await File.WriteAllTextAsync(file, "kc_second");
            Assert.IsType<PeerAnswer.Said>(await peer.AskAsync(CancellationToken.None));
            Assert.Equal(["Bearer kc_first", "Bearer kc_second"], server.Requests.Select(request => request.Authorization));

            File.Delete(file);
            Assert.StartsWith($"the token file {file} cannot be read: ", (await FailedAsync(peer)).Reason, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task WhoGivesUp_GetsNoAnswer()
    {
        await using FakePeer server = await FakePeer.StartAsync(FakePeer.FallsSilent(null));
        using var peer = new PeerConsole(server.Settings, _time);
        using var end = new CancellationTokenSource();
        Task<PeerAnswer> asking = peer.AskAsync(end.Token);
        await Until.TrueAsync(() => !server.Requests.IsEmpty, "the request arrived");
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static async Task<PeerAnswer.Failed> FailedAsync(PeerConsole peer) => Assert.IsType<PeerAnswer.Failed>(await peer.AskAsync(CancellationToken.None));
}
