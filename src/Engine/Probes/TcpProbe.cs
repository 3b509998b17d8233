using System.Net.Sockets;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Connects, and closes at once by an ordinary close (FIN). Nothing is sent.</summary>
internal static class TcpProbe
{
    /// <summary>Runs the probe; see <see cref="IProbes.RunAsync"/>.</summary>
    public static async ValueTask<ProbeResult> RunAsync(ProbeRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var clock = new ProbeClock(time, request.Check.ConnectTimeout, cancellationToken);
        (Socket? socket, ProbeResult? failure) = await ProbeConnection.OpenAsync(request, clock).ConfigureAwait(false);
        socket?.Dispose();
        return failure ?? clock.Result(ProbeOutcome.Passed, "connected");
    }
}
