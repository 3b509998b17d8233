using System.Net.Sockets;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>What a socket error says about the server, or about this node.</summary>
internal static class SocketFailure
{
    /// <summary>Outcome and words for <paramref name="error"/> of a connection attempt.</summary>
    public static (ProbeOutcome Outcome, string Message) Connecting(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => (ProbeOutcome.Refused, "connection refused"),
        SocketError.TimedOut => (ProbeOutcome.TimedOut, "no connection: the kernel gave up"),
        SocketError.HostUnreachable => (ProbeOutcome.Unreachable, "no route to the host"),
        SocketError.NetworkUnreachable => (ProbeOutcome.Unreachable, "network unreachable"),
        SocketError.HostDown => (ProbeOutcome.Unreachable, "host is down"),
        SocketError.NetworkDown => (ProbeOutcome.Unreachable, "network is down"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted => (ProbeOutcome.Closed, "connection reset"),
        _ => Local(error),
    };

    /// <summary>Outcome and words for <paramref name="error"/> on a connection that stood.</summary>
    public static (ProbeOutcome Outcome, string Message) Connected(SocketError error) => error switch
    {
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => (ProbeOutcome.Closed, "connection reset"),
        SocketError.TimedOut => (ProbeOutcome.TimedOut, "no answer: the kernel gave up"),
        _ => Connecting(error),
    };

    private static (ProbeOutcome Outcome, string Message) Local(SocketError error) => (ProbeOutcome.LocalError, error switch
    {
        SocketError.TooManyOpenSockets => "this node has no free file descriptor; raise the limit of open files",
        SocketError.NoBufferSpaceAvailable => "this node has no socket memory left",
        SocketError.AddressNotAvailable => "this node has no address or no free port to connect from",
        SocketError.AddressFamilyNotSupported => "this node does not support this address family",
        SocketError.AccessDenied => "this node may not connect; a local firewall or security policy forbids it",
        _ => $"this node could not connect: {error}",
    });
}
