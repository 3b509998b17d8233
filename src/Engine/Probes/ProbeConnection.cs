using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Opens the connection of a probe that runs by tasks.</summary>
internal static class ProbeConnection
{
    /// <summary>An open socket, or why there is none.</summary>
    public static async ValueTask<(Socket? Socket, ProbeVerdict Failure)> OpenAsync(ProbeRequest request, ProbeClock clock)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(request.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (new ProbeSocket((int)socket.Handle).Apply(request.Check, request.Address.AddressFamily) is { } problem)
            {
                socket.Dispose();
                return (null, new ProbeVerdict(ProbeOutcome.LocalError, Sentence.Verbatim(problem)));
            }

            var target = new IPEndPoint(request.Address, request.Port);
            await socket.ConnectAsync(target, clock.Token).ConfigureAwait(false);
            clock.Connected();

            // A free local port may be the very port that is asked: TCP then connects to itself and nobody listens there.
            if (!IPAddress.IsLoopback(request.Address) || !target.Equals(socket.LocalEndPoint)) return (socket, default);
            socket.Dispose();
            return (null, SocketFailure.Connecting(new LinuxError(LinuxError.ECONNREFUSED)));
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            clock.ThrowIfUnwanted();
            return (null, clock.TimedOut(static limit => $"no connection within {limit}"));
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            clock.ThrowIfUnwanted();
            return (null, SocketFailure.Connecting(new LinuxError(e.NativeErrorCode)));
        }
    }
}
