using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Asks one url over HTTPS. TLS costs a thousand times what a plain exchange costs, so it runs by tasks, away from the loop.</summary>
internal static class TlsProbe
{
    private const int ReceiveBytes = 16 * 1024;

    /// <summary>Runs the probe; see <see cref="IProbes.RunAsync"/>.</summary>
    public static async ValueTask<ProbeResult> RunAsync(
        HttpCheckDefinition check,
        HttpUrlDefinition url,
        ProbeRequest request,
        Exchange exchange,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var clock = new ProbeClock(time, check, cancellationToken);
        using X509Certificate2? own = OwnCertificate.Load(check.Tls!, out string? problem);
        if (problem is not null) return clock.Result(new ProbeVerdict(ProbeOutcome.LocalError, Sentence.Verbatim(problem)));
        (Socket? socket, ProbeVerdict failure) = await ProbeConnection.OpenAsync(request, clock).ConfigureAwait(false);
        if (socket is null) return clock.Result(failure);
        using (socket)
        {
            var certificate = new ShownCertificate(check, url, request, own);
            using var stream = new NetworkStream(socket);
            using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
            ProbeVerdict verdict = await AgreeAsync(tls, certificate, clock).ConfigureAwait(false)
                ?? await ExchangeAsync(tls, exchange, clock).ConfigureAwait(false);
            if (verdict.Outcome == ProbeOutcome.Passed && certificate.Warning(clock.UtcNow) is { } warning) verdict = verdict with { Message = $"{verdict.Message}; {warning}" };
            ProbeResult result = clock.Result(verdict);
            if (check.Tls!.SendCloseNotify) await SayGoodbyeAsync(tls).ConfigureAwait(false);
            else socket.LingerState = new LingerOption(true, 0); // by RST, as ProbeSocket.Reset says
            return result;
        }
    }

    // Null = agreed.
    private static async ValueTask<ProbeVerdict?> AgreeAsync(SslStream tls, ShownCertificate certificate, ProbeClock clock)
    {
        clock.NextStep();
        try
        {
            await tls.AuthenticateAsClientAsync(certificate.Options(), clock.Token).ConfigureAwait(false);
            clock.Encrypted();
            return null;
        }
        catch (OperationCanceledException)
        {
            clock.ThrowIfUnwanted();
            return clock.TimedOut(static limit => $"TLS not agreed on within {limit}");
        }
        catch (AuthenticationException e)
        {
            return new ProbeVerdict(ProbeOutcome.TlsError, certificate.Refusal ?? (Sentence)$"TLS not agreed on: {(e.InnerException ?? e).Message}");
        }
        catch (IOException e)
        {
            clock.ThrowIfUnwanted();
            return new ProbeVerdict(ProbeOutcome.TlsError, $"TLS not agreed on: {(e.InnerException is SocketException inner ? Failure(inner).Message : (Sentence)$"the server closed the connection")}");
        }
        finally
        {
            if (certificate.ExpiresAt is { } at) clock.CertificateExpires(at);
        }
    }

    private static async ValueTask<ProbeVerdict> ExchangeAsync(SslStream tls, Exchange exchange, ProbeClock clock)
    {
        Func<string, Sentence> waitingFor = static limit => $"request not taken within {limit}";
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReceiveBytes);
        try
        {
            clock.NextStep();
            await tls.WriteAsync(exchange.TakeOutgoing(), clock.Token).ConfigureAwait(false);
            waitingFor = static limit => $"no answer within {limit}";
            while (true)
            {
                clock.NextStep();
                int count = await tls.ReadAsync(buffer, clock.Token).ConfigureAwait(false);
                if (count > 0) clock.FirstByte();
                waitingFor = static limit => $"answer stalled for {limit}";
                if (count == 0) exchange.Ended();
                if (count == 0 || exchange.Received(buffer.AsSpan(0, count))) return exchange.Judge();
                // A server that never lets the receive wait would otherwise never meet the limit.
                if (clock.IsWholeSpent) return clock.TimedOut(waitingFor);
            }
        }
        catch (OperationCanceledException)
        {
            clock.ThrowIfUnwanted();
            return clock.TimedOut(waitingFor);
        }
        catch (IOException e)
        {
            clock.ThrowIfUnwanted();
            return e.InnerException is SocketException inner ? Failure(inner) : new ProbeVerdict(ProbeOutcome.TlsError, $"TLS broke off: {e.Message}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ProbeVerdict Failure(SocketException exception) => SocketFailure.Connected(new LinuxError(exception.NativeErrorCode), ProbeTransport.Stream);

    // Sent or not: the result stands. The few bytes fit into any socket's buffer, so nothing waits.
    private static async ValueTask SayGoodbyeAsync(SslStream tls)
    {
        try
        {
            if (tls.IsAuthenticated) await tls.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The server has gone already.
        }
    }
}
