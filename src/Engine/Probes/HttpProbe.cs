using System.Buffers;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// Asks one url over plain HTTP/1.0 and compares the answer. Its own small client: every step has keepalived's limits,
/// and nothing (pool, proxy, redirect, cookie) stands between the check and the server.
/// </summary>
internal static class HttpProbe
{
    private const int ReceiveBytes = 4096;

    /// <summary>Runs the probe; see <see cref="IProbes.RunAsync"/>.</summary>
    public static async ValueTask<ProbeResult> RunAsync(
        HttpCheckDefinition check,
        ProbeRequest request,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var clock = new ProbeClock(time, check.ConnectTimeout, cancellationToken);
        if (request.Url >= check.Urls.Count) return clock.Result(ProbeOutcome.LocalError, "the check has no url to ask for");
        HttpUrlDefinition url = check.Urls[request.Url];
        if (HttpRequestText.Write(check, url, request) is not { } text)
            return clock.Result(ProbeOutcome.LocalError, "path or virtual host is empty or holds a space or control character");

        (Socket? socket, ProbeResult? failure) = await ProbeConnection.OpenAsync(request, clock).ConfigureAwait(false);
        if (socket is null) return failure!;
        using (socket)
        {
            (ProbeOutcome outcome, string message) = await ExchangeAsync(socket, text, url, clock).ConfigureAwait(false);
            return clock.Result(outcome, message);
        }
    }

    private static async ValueTask<(ProbeOutcome Outcome, string Message)> ExchangeAsync(
        Socket socket,
        ReadOnlyMemory<byte> text,
        HttpUrlDefinition url,
        ProbeClock clock)
    {
        string waitingFor = "request not taken within";
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReceiveBytes);
        try
        {
            while (!text.IsEmpty)
            {
                clock.NextStep();
                text = text[await socket.SendAsync(text, SocketFlags.None, clock.Token).ConfigureAwait(false)..];
            }

            var response = new HttpResponse(HttpVerdict.NeedsBody(url));
            waitingFor = "no answer within";
            while (true)
            {
                clock.NextStep();
                int count = await socket.ReceiveAsync(buffer, SocketFlags.None, clock.Token).ConfigureAwait(false);
                if (count > 0) clock.FirstByte();
                waitingFor = "answer stalled for";
                HttpProgress progress = count == 0 ? response.End() : response.Read(buffer.AsSpan(0, count));
                if (response.HasHeaders && !HttpVerdict.AcceptsStatus(url, response.StatusCode)) return HttpVerdict.BadStatus(url, response);
                if (progress != HttpProgress.Reading) return HttpVerdict.Of(url, response, progress);
                // A server that never lets the receive wait would otherwise never meet the limit.
                if (clock.IsWholeSpent) return TimedOut(waitingFor, clock);
            }
        }
        catch (OperationCanceledException)
        {
            clock.ThrowIfUnwanted();
            return TimedOut(waitingFor, clock);
        }
        catch (SocketException e)
        {
            clock.ThrowIfUnwanted();
            return SocketFailure.Connected(e.SocketErrorCode);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (ProbeOutcome Outcome, string Message) TimedOut(string waitingFor, ProbeClock clock) => (
        ProbeOutcome.TimedOut,
        clock.IsLastStep ? $"answer not complete within {clock.WholeLimitText}" : $"{waitingFor} {clock.StepLimitText}");
}
