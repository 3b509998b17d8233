using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// An election that can be left and taken up again: when it is stopped with its addresses kept, it writes down which; with its first
/// definition it takes up what a process before it wrote down.
/// </summary>
/// <param name="inner">The election.</param>
/// <param name="node">Name of this node.</param>
/// <param name="path">The file.</param>
/// <param name="sink">Is told what could not be kept.</param>
internal sealed class KeepingElection(IElectionHost inner, string node, string path, IEventSink sink) : IElectionHost
{
    private readonly Lock _lock = new();
    private ClusterDefinition? _definition;

    /// <inheritdoc />
    public void Start() => inner.Start();

    /// <inheritdoc />
    public void Apply(ClusterDefinition definition)
    {
        lock (_lock)
        {
            if (_definition is null && KeptAddresses.Take(path) is { } kept)
                inner.TakeUp(kept.MayBeTakenUp(definition, node, BootClock.BootId(), BootClock.Now));
            _definition = definition;
            inner.Apply(definition);
        }
    }

    /// <inheritdoc />
    public void TakeUp(IEnumerable<string> instances) => inner.TakeUp(instances);

    /// <inheritdoc />
    public ElectionPicture Picture() => inner.Picture();

    /// <inheritdoc />
    public string? Announce(string instance) => inner.Announce(instance);

    /// <inheritdoc />
    public string? Yield(string instance) => inner.Yield(instance);

    /// <inheritdoc />
    public bool? Resume(string instance) => inner.Resume(instance);

    /// <inheritdoc />
    public bool PeerClaims(string instance, IPAddress peer, VrrpPriority priority) => inner.PeerClaims(instance, peer, priority);

    /// <inheritdoc />
    public string? Trace(string instance) => inner.Trace(instance);

    /// <inheritdoc />
    public byte[]? Capture(string instance) => inner.Capture(instance);

    /// <inheritdoc />
    public async Task StopAsync(TimeSpan? limit, bool keepAddresses)
    {
        KeptAddresses? kept = null;
        lock (_lock)
        {
            if (keepAddresses && _definition is { } definition) kept = KeptAddresses.Of(definition, node, inner.Picture().Instances);
        }

        await inner.StopAsync(limit, keepAddresses).ConfigureAwait(false);
        if (kept is { Instances.Count: > 0 } && kept.Write(path) is { } unwritten)
        {
            sink.Publish(EngineNotice.Of(
                "VRRP", $"{path} cannot be written ({unwritten}); the addresses stay until their leases end, but the next start begins as backup", EventSeverity.Warning));
        }
    }

    /// <inheritdoc />
    public void Dispose() => inner.Dispose();
}
