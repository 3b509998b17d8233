using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Runs probes. Knows nothing of up or down.</summary>
internal interface IProbes
{
    /// <summary>
    /// Runs one probe. Whatever the server does is a result, never an exception, and comes within a bounded time.
    /// Throws <see cref="OperationCanceledException"/> only when <paramref name="cancellationToken"/> says that nobody wants the result any more.
    /// </summary>
    ValueTask<ProbeResult> RunAsync(ProbeRequest request, CancellationToken cancellationToken);

    /// <summary>Takes from <paramref name="definition"/> what probes need to know beside their check: who runs scripts, which files are tracked. Called before the first probe and on every change.</summary>
    void Apply(ClusterDefinition definition)
    {
    }

    /// <summary>Is the calling thread the one that serves all probes? Then results and timers come on it, and nothing may hold it up. Default false.</summary>
    bool IsOwnThread => false;

    /// <summary>A timer that goes off on the thread that serves all probes, which spares two changes of thread a probe. Default null: there is none.</summary>
    ITimer? CreateTimer(Action callback) => null;
}

/// <summary>One probe to run.</summary>
/// <param name="Check">The check it belongs to.</param>
/// <param name="Address">Address to connect to.</param>
/// <param name="Port">Port to connect to, 1 to 65535; 0 = the definition names none, which is a local error for kinds that need one.</param>
/// <param name="Url">Which url of an HTTP check, 0-based.</param>
internal readonly record struct ProbeRequest(CheckDefinition Check, IPAddress Address, int Port, int Url)
{
    /// <summary>What <paramref name="check"/> of <paramref name="server"/> connects to: its own address and port, else the server's, else the service's port.</summary>
    public static ProbeRequest For(CheckDefinition check, RealServerDefinition server, ServiceKey service, int url = 0) =>
        new(check, check.ConnectAddress ?? server.Address, check.ConnectPort ?? (server.Port != 0 ? server.Port : service.Port), url);
}
