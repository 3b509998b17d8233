using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>The probes that open real connections.</summary>
internal sealed class SocketProbes(TimeProvider time) : IProbes
{
    /// <inheritdoc />
    public ValueTask<ProbeResult> RunAsync(ProbeRequest request, CancellationToken cancellationToken) => request.Check switch
    {
        TcpCheckDefinition => TcpProbe.RunAsync(request, time, cancellationToken),
        HttpCheckDefinition http => HttpProbe.RunAsync(http, request, time, cancellationToken),
        _ => throw new NotSupportedException($"No probe for {request.Check.GetType().Name}."),
    };
}
