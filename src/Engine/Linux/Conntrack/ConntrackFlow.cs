using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Conntrack;

/// <summary>A connection that the kernel tracks and sent on to another address than the client asked for.</summary>
/// <param name="Protocol">Protocol number.</param>
/// <param name="Asked">Address that the client asked for.</param>
/// <param name="AskedPort">Port that the client asked for.</param>
/// <param name="Server">Address it was sent to.</param>
/// <param name="ServerPort">Port it was sent to.</param>
/// <param name="IsEstablished">TCP in state ESTABLISHED; for other protocols: seen in both directions.</param>
/// <param name="Tuple">The client's side as the kernel wrote it, which names the flow to the kernel.</param>
internal sealed record ConntrackFlow(int Protocol, AddressKey Asked, int AskedPort, AddressKey Server, int ServerPort, bool IsEstablished, byte[] Tuple);

/// <summary>The kernel's connection tracking in the network namespace of the calling thread. Never throws.</summary>
internal interface IConntrack : IDisposable
{
    /// <summary>Hands every flow of a family that was sent on to <paramref name="handle"/>. It reads the whole table: a second for a million flows.</summary>
    LinuxError Visit(bool ipv6, Action<ConntrackFlow> handle);

    /// <summary>Forgets a flow. ESRCH: it ended meanwhile.</summary>
    LinuxError Delete(bool ipv6, ConntrackFlow flow);
}
