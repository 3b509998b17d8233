using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>What a socket's error says about the server, or about this node.</summary>
internal static class SocketFailure
{
    /// <summary>For <paramref name="error"/> of opening a socket: always this node's.</summary>
    public static ProbeVerdict Opening(LinuxError error, ProbeTransport transport) =>
        transport is ProbeTransport.Ping or ProbeTransport.RawPing && error.Number is LinuxError.EPERM or LinuxError.EACCES
            ? new(ProbeOutcome.LocalError, $"this node may not ping; grant CAP_NET_RAW, or add the group of this program to net.ipv4.ping_group_range")
            : Local(error);

    /// <summary>For <paramref name="error"/> of a connection attempt.</summary>
    public static ProbeVerdict Connecting(LinuxError error) => error.Number switch
    {
        LinuxError.ECONNREFUSED => new(ProbeOutcome.Refused, $"connection refused"),
        LinuxError.ETIMEDOUT => new(ProbeOutcome.TimedOut, $"no connection: the kernel gave up"),
        LinuxError.EHOSTUNREACH => new(ProbeOutcome.Unreachable, $"no route to the host"),
        LinuxError.ENETUNREACH => new(ProbeOutcome.Unreachable, $"network unreachable"),
        LinuxError.EHOSTDOWN => new(ProbeOutcome.Unreachable, $"host is down"),
        LinuxError.ENETDOWN => new(ProbeOutcome.Unreachable, $"network is down"),
        LinuxError.ECONNRESET or LinuxError.ECONNABORTED => new(ProbeOutcome.Closed, $"connection reset"),
        _ => Local(error),
    };

    /// <summary>For <paramref name="error"/> on a connection that stood, or of a datagram.</summary>
    public static ProbeVerdict Connected(LinuxError error, ProbeTransport transport) => error.Number switch
    {
        LinuxError.ECONNREFUSED when transport == ProbeTransport.Datagram => new(ProbeOutcome.Refused, $"port unreachable"),
        LinuxError.ECONNRESET or LinuxError.ECONNABORTED or LinuxError.EPIPE => new(ProbeOutcome.Closed, $"connection reset"),
        LinuxError.ETIMEDOUT => new(ProbeOutcome.TimedOut, $"no answer: the kernel gave up"),
        _ => Connecting(error),
    };

    private static ProbeVerdict Local(LinuxError error) => new(ProbeOutcome.LocalError, error.Number switch
    {
        LinuxError.EMFILE or LinuxError.ENFILE => $"this node has no free file descriptor; raise the limit of open files",
        LinuxError.ENOBUFS or LinuxError.ENOMEM => $"this node has no socket memory left",
        LinuxError.EADDRNOTAVAIL => $"this node has no address or no free port to connect from",
        LinuxError.EADDRINUSE => $"the source port still belongs to the connection of an earlier probe",
        LinuxError.EAFNOSUPPORT => $"this node does not support this address family",
        LinuxError.EACCES or LinuxError.EPERM => $"this node may not connect; a local firewall or security policy forbids it",
        _ => (Sentence)$"this node could not connect: {error}",
    });
}
