using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Probes;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>Runs one probe as the engine does.</summary>
internal static class Probing
{
    /// <summary>Runs <paramref name="check"/> against a port of this machine.</summary>
    public static async Task<ProbeResult> RunAsync(
        CheckDefinition check,
        int port,
        TimeProvider? time = null,
        int url = 0,
        string address = "127.0.0.1",
        ClusterDefinition? definition = null,
        CancellationToken cancellationToken = default)
    {
        using var probes = new SocketProbes(time ?? TimeProvider.System, "a");
        if (definition is not null) probes.Apply(definition);
        return await probes.RunAsync(new ProbeRequest(check, IPAddress.Parse(address), port, url), cancellationToken);
    }
}
