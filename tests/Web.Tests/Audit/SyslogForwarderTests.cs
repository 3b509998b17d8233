using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Tests;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Audit.Syslog;
using KeepaliveConsole.Web.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Tests.Audit;

/// <summary>Real sockets on loopback and a real store. They wait for what other threads do, with a limit of a minute.</summary>
public sealed class SyslogForwarderTests : IAsyncLifetime
{
    private readonly string _directory = Scratch.Make("kc-syslog-");
    private ServiceProvider _services = null!;

    private ConsoleDataOptions Data => _services.GetRequiredService<ConsoleDataOptions>();

    private IAuditChain Chain => _services.GetRequiredService<IAuditChain>();

    public async Task InitializeAsync()
    {
        _services = new ServiceCollection().AddConsoleData(new ConsoleDataOptions { DataDirectory = _directory }).BuildServiceProvider();
        Assert.IsType<DatabaseOpening.Opened>(await _services.GetRequiredService<IConsoleDatabase>().OpenAsync(default));
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(SyslogProtocol.Tcp)]
    [InlineData(SyslogProtocol.Udp)]
    public async Task ServerThatGoesAndComesBack_MissesNothing(SyslogProtocol protocol)
    {
        await WriteAsync(3);
        SyslogServer server = protocol == SyslogProtocol.Tcp ? SyslogServer.Tcp() : SyslogServer.Udp();
        int port = server.Port;
        using SyslogForwarder forwarder = Forwarder(new SyslogSettings { Host = "127.0.0.1", Port = port, Protocol = protocol });
        await forwarder.StartAsync(default);
        await UntilAsync(() => new ForwardedPosition(Data).Read() == 3);
        await WriteAsync(5);
        await UntilAsync(() => server.Ids.Count == 5);
        // What was there before the first start stays where it is.
        Assert.Equal([4L, 5L, 6L, 7L, 8L], server.Ids);

        server.Dispose();
        var taken = Stopwatch.StartNew();
        await WriteAsync(450);
        Assert.True(taken.Elapsed < TimeSpan.FromSeconds(30), $"Writes waited for the server: {taken.Elapsed}");
        using SyslogServer again = protocol == SyslogProtocol.Tcp ? SyslogServer.Tcp(port) : SyslogServer.Udp(port);
        await UntilAsync(() => again.Ids.Contains(458));
        await forwarder.StopAsync(default);

        Assert.DoesNotContain(-1L, again.Ids);
        Assert.Equal(Enumerable.Range(9, 450).Select(id => (long)id), again.Ids.Where(id => id > 8).Distinct());
        Assert.Equal(0, forwarder.Lost);
        Assert.Equal(458L, new ForwardedPosition(Data).Read());
    }

    [Fact]
    public async Task NextStart_GoesOnWhereTheLastOneEnded()
    {
        using SyslogServer server = SyslogServer.Tcp();
        var settings = new SyslogSettings { Host = "127.0.0.1", Port = server.Port };
        using (SyslogForwarder first = Forwarder(settings))
        {
            await first.StartAsync(default);
            await UntilAsync(() => new ForwardedPosition(Data).Read() == 0);
            await WriteAsync(2);
            await UntilAsync(() => first.Sent == 2);
            await first.StopAsync(default);
        }

        await WriteAsync(3);
        using SyslogForwarder second = Forwarder(settings);
        await second.StartAsync(default);
        await UntilAsync(() => server.Ids.Count == 5);
        await second.StopAsync(default);
        Assert.Equal([1L, 2L, 3L, 4L, 5L], server.Ids);
    }

    [Fact]
    public async Task EntriesThatRetentionTookBeforeTheyWereSent_AreCounted()
    {
        new ForwardedPosition(Data).Write(0);
        await WriteAsync(10);
        Assert.Equal(10L, (await Chain.PruneAsync(DateTimeOffset.UtcNow.AddDays(1), default)).Removed);
        using SyslogServer server = SyslogServer.Tcp();
        using SyslogForwarder forwarder = Forwarder(new SyslogSettings { Host = "127.0.0.1", Port = server.Port });
        await forwarder.StartAsync(default);
        await UntilAsync(() => server.Ids.Contains(11));
        await forwarder.StopAsync(default);
        Assert.Equal(10, forwarder.Lost);
    }

    [Fact]
    public async Task Tls_IsSpokenWithAServerWhoseAuthorityIsKnown_AndWithNoOther()
    {
        using X509Certificate2 certificate = Certificate("localhost");
        string authority = Path.Combine(_directory, "ca.pem");
        await File.WriteAllTextAsync(authority, certificate.ExportCertificatePem());
        using X509Certificate2 other = Certificate("localhost");
        string stranger = Path.Combine(_directory, "other.pem");
        await File.WriteAllTextAsync(stranger, other.ExportCertificatePem());
        using SyslogServer server = SyslogServer.Tcp(0, certificate);
        var settings = new SyslogSettings { Host = "localhost", Port = server.Port, Protocol = SyslogProtocol.Tls, CaFile = authority };
        using (ISyslogLine line = await SyslogLines.ConnectAsync(settings, default))
        {
            AuditRecord record = new(42, DateTimeOffset.UnixEpoch, ActorKind.Engine, "engine", null, "x", "o", null, null, null, null, true);
            await line.SendAsync([SyslogMessage.Write(record, "l1", settings)], default);
            await UntilAsync(() => server.Ids.Count == 1);
        }

        Assert.Equal([42L], server.Ids);
        settings.CaFile = stranger;
        await Assert.ThrowsAsync<System.Security.Authentication.AuthenticationException>(() => SyslogLines.ConnectAsync(settings, default));
    }

    [Fact]
    public async Task WithoutAHost_NothingIsSentAndNothingIsNoted()
    {
        using SyslogForwarder forwarder = Forwarder(new SyslogSettings());
        await forwarder.StartAsync(default);
        await forwarder.ExecuteTask!;
        Assert.Null(new ForwardedPosition(Data).Read());
    }

    private static X509Certificate2 Certificate(string name)
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition();)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "It did not happen within a minute.");
            await Task.Delay(10);
        }
    }

    private SyslogForwarder Forwarder(SyslogSettings settings) => new(Chain, new ForwardedPosition(Data), Options.Create(new AuditSettings { Syslog = settings }),
        Options.Create(new EngineOptions { Node = "l1" }), TimeProvider.System, NullLogger<SyslogForwarder>.Instance);

    private async Task WriteAsync(int count)
    {
        var trail = _services.GetRequiredService<IAuditTrail>();
        for (int number = 0; number < count; number++)
            await trail.RecordAsync(new AuditEntry { Actor = Actor.Engine, Action = "transition", Object = $"VI_{number}" }, default);
    }
}
