using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class TlsProbeTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task Server_SelfSigned_PassesUnlessItIsToBeVerified()
    {
        DateTimeOffset end = new(s_now.Year + 1, 3, 4, 5, 6, 7, TimeSpan.Zero);
        using X509Certificate2 certificate = Certificate("web.example", s_now.AddDays(-1), end);
        await using LoopbackServer server = Serving(certificate);

        ProbeResult result = await RunAsync(server, new TlsDefinition());
        ProbeResult verified = await RunAsync(server, new TlsDefinition { VerifyCertificate = true, ServerName = "web.example" });

        Assert.Equal((ProbeOutcome.Passed, "200 OK, 6 bytes"), (result.Outcome, result.Message));
        Assert.Equal(end, result.CertificateExpiresAt);
        Assert.InRange(result.TlsDuration!.Value, result.ConnectDuration!.Value, result.FirstByteDuration!.Value);
        Assert.Equal((ProbeOutcome.TlsError, "certificate refused: this node does not trust its issuer, CN=web.example"), (verified.Outcome, verified.Message));
        Assert.Equal(end, verified.CertificateExpiresAt);
        Assert.Null(verified.TlsDuration);
    }

    [Fact]
    public async Task Certificate_ThatEnded_IsWarnedOf_AndRefusedWhenVerified()
    {
        DateTimeOffset begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using X509Certificate2 certificate = Certificate("web.example", begin, begin.AddDays(31));
        await using LoopbackServer server = Serving(certificate);

        ProbeResult warned = await RunAsync(server, new TlsDefinition());
        ProbeResult silent = await RunAsync(server, new TlsDefinition { CertificateWarning = null });
        ProbeResult verified = await RunAsync(server, new TlsDefinition { VerifyCertificate = true });

        Assert.Equal((ProbeOutcome.Passed, "200 OK, 6 bytes; its certificate ended on 2020-02-01"), (warned.Outcome, warned.Message));
        Assert.Equal("200 OK, 6 bytes", silent.Message);
        Assert.Equal((ProbeOutcome.TlsError, "certificate refused: it is valid from 2020-01-01 to 2020-02-01"), (verified.Outcome, verified.Message));
    }

    [Fact]
    public async Task Certificate_ThatEndsSoon_IsWarnedOf()
    {
        DateTimeOffset end = s_now.AddDays(13);
        using X509Certificate2 certificate = Certificate("web.example", s_now.AddDays(-1), end);
        await using LoopbackServer server = Serving(certificate);
        ProbeResult result = await RunAsync(server, new TlsDefinition());
        Assert.Equal((ProbeOutcome.Passed, $"200 OK, 6 bytes; its certificate ends on {end.UtcDateTime:yyyy-MM-dd}"), (result.Outcome, result.Message));
    }

    [Theory]
    [InlineData(false, null, "")]
    [InlineData(true, null, "web.example")]
    [InlineData(true, "sni.example", "sni.example")]
    public async Task ServerName_IsSentOnlyWhenAskedFor(bool sends, string? name, string expected)
    {
        string? seen = null;
        using X509Certificate2 certificate = Certificate("web.example", s_now.AddDays(-1), s_now.AddDays(90));
        await using LoopbackServer server = Serving(certificate, sent => seen = sent);
        ProbeResult result = await RunAsync(server, new TlsDefinition { SendServerName = sends, ServerName = name });
        Assert.Equal(ProbeOutcome.Passed, result.Outcome);
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Goodbye_IsSaidWhenAskedFor()
    {
        using X509Certificate2 certificate = Certificate("web.example", s_now.AddDays(-1), s_now.AddDays(90));
        foreach (bool says in (bool[])[true, false])
        {
            var seen = new TaskCompletionSource<int>();
            await using var server = new LoopbackServer(async connection =>
            {
                using SslStream tls = await AcceptAsync(connection, certificate, null);
                await AnswerAsync(tls);
                // What follows the request on the wire: an alert, or just the end, by RST.
                try
                {
                    seen.SetResult(await connection.Socket.ReceiveAsync(new byte[256], connection.Stop));
                }
                catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionReset)
                {
                    seen.SetResult(-1);
                }
            });
            await RunAsync(server, new TlsDefinition { SendCloseNotify = says });
            int read = await seen.Task.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(says ? 1 : -1, Math.Sign(read));
        }
    }

    [Fact]
    public async Task OwnCertificate_IsShownToAServerThatAsks_AndSaysWhenItCannotBeRead()
    {
        string folder = Directory.CreateTempSubdirectory("kc-tls-").FullName;
        try
        {
            string file = Path.Combine(folder, "checker.pem");
            using X509Certificate2 certificate = Certificate("web.example", s_now.AddDays(-1), s_now.AddDays(90));
            using (X509Certificate2 own = Certificate("checker.example", s_now.AddDays(-1), s_now.AddDays(90)))
            {
                using ECDsa key = own.GetECDsaPrivateKey()!;
                await File.WriteAllTextAsync(file, $"{own.ExportCertificatePem()}\n{PemEncoding.WriteString("EC PRIVATE KEY", key.ExportECPrivateKey())}\n");
            }

            string? shown = null;
            await using var server = new LoopbackServer(async connection =>
            {
                using var tls = new SslStream(new NetworkStream(connection.Socket), false, (_, client, _, _) =>
                {
                    shown = client?.Subject;
                    return client is not null;
                });
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true }, connection.Stop);
                await AnswerAsync(tls);
            });

            Assert.Equal(ProbeOutcome.Passed, (await RunAsync(server, new TlsDefinition { CertificateFile = file })).Outcome);
            Assert.Equal("CN=checker.example", shown);

            ProbeResult missing = await RunAsync(server, new TlsDefinition { CertificateFile = file, KeyFile = Path.Combine(folder, "none.key") });
            Assert.Equal(ProbeOutcome.LocalError, missing.Outcome);
            Assert.StartsWith($"the check's own certificate {file} with the key {folder}/none.key could not be read: ", missing.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("HTTP/1.0 400 Bad Request\r\n\r\n")]
    [InlineData("")]
    public async Task Server_WithoutTls_IsATlsError(string answer)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Socket.ReceiveAsync(new byte[4096], connection.Stop);
            await connection.SendAsync(answer);
        });
        ProbeResult result = await RunAsync(server, new TlsDefinition());
        Assert.Equal(ProbeOutcome.TlsError, result.Outcome);
        Assert.StartsWith("TLS not agreed on: ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_OfAnOldVersion_IsStillAsked()
    {
        using X509Certificate2 certificate = Certificate("web.example", s_now.AddDays(-1), s_now.AddDays(90));
        await using LoopbackServer server = Serving(certificate, versions: SslProtocols.Tls12);
        Assert.Equal(ProbeOutcome.Passed, (await RunAsync(server, new TlsDefinition())).Outcome);
    }

    [Fact]
    public async Task Port_NobodyListens_IsRefused()
    {
        int port;
        await using (var server = new LoopbackServer(_ => Task.CompletedTask)) port = server.Port;
        var check = new HttpCheckDefinition { Tls = new TlsDefinition(), Urls = [new() { Path = "/" }] };
        Assert.Equal(ProbeOutcome.Refused, (await Probing.RunAsync(check, port)).Outcome);
    }

    private static LoopbackServer Serving(X509Certificate2 certificate, Action<string>? name = null, SslProtocols versions = SslProtocols.None) => new(async connection =>
    {
        try
        {
            using SslStream tls = await AcceptAsync(connection, certificate, name, versions);
            await AnswerAsync(tls);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // The probe did not like the certificate.
        }
    });

    private static async Task<SslStream> AcceptAsync(LoopbackServer.Connection connection, X509Certificate2 certificate, Action<string>? name, SslProtocols versions = SslProtocols.None)
    {
        var tls = new SslStream(new NetworkStream(connection.Socket));
        await tls.AuthenticateAsServerAsync(
            (_, hello, _, _) =>
            {
                name?.Invoke(hello.ServerName);
                return new(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = versions });
            },
            null,
            connection.Stop);
        return tls;
    }

    private static async Task AnswerAsync(SslStream tls)
    {
        _ = await tls.ReadAsync(new byte[4096]);
        await tls.WriteAsync("HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhealth"u8.ToArray());
        await tls.FlushAsync();
    }

    private static X509Certificate2 Certificate(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(from, to);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static Task<ProbeResult> RunAsync(LoopbackServer server, TlsDefinition tls) => Probing.RunAsync(
        new HttpCheckDefinition { ConnectTimeout = TimeSpan.FromSeconds(20), VirtualHost = "web.example", Tls = tls, Urls = [new() { Path = "/", ExpectedBody = "health" }] },
        server.Port);
}
