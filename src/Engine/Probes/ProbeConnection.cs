using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Opens the connection of a probe.</summary>
internal static class ProbeConnection
{
    /// <summary>An open socket, or the result that says why there is none.</summary>
    public static async ValueTask<(Socket? Socket, ProbeResult? Failure)> OpenAsync(ProbeRequest request, ProbeClock clock)
    {
        if (request.Port is < 1 or > 65535)
            return (null, clock.Result(ProbeOutcome.LocalError, "no port to connect to; give the check one (connect_port)"));

        Socket? socket = null;
        try
        {
            socket = new Socket(request.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            var target = new IPEndPoint(request.Address, request.Port);
            await socket.ConnectAsync(target, clock.Token).ConfigureAwait(false);
            clock.Connected();

            // A free local port may be the very port that is asked: TCP then connects to itself and nobody listens there.
            if (IPAddress.IsLoopback(request.Address) && target.Equals(socket.LocalEndPoint))
            {
                socket.Dispose();
                return (null, clock.Result(ProbeOutcome.Refused, "connection refused"));
            }

            return (socket, null);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            clock.ThrowIfUnwanted();
            return (null, clock.Result(ProbeOutcome.TimedOut, $"no connection within {clock.StepLimitText}"));
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            clock.ThrowIfUnwanted();
            (ProbeOutcome outcome, string message) = SocketFailure.Connecting(e.SocketErrorCode);
            return (null, clock.Result(outcome, message));
        }
    }
}
