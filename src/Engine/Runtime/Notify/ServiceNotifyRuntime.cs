using System.Threading.Channels;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Runtime.Notify;

/// <summary>
/// Tells programs and named pipes that a real server or a quorum came or went, in keepalived's words. Everything is handed over to a
/// queue: no check waits for a program or a pipe.
/// </summary>
/// <param name="node">Name of this node.</param>
/// <param name="programs">Runs the programs.</param>
/// <param name="sink">Takes notices.</param>
internal sealed class ServiceNotifyRuntime(string node, IProgramRunner programs, IEventSink sink)
{
    private const string Up = "UP";
    private const string Down = "DOWN";

    // keepalived gives its programs no limit; one that hangs must not hold up those after it for ever.
    private static readonly TimeSpan s_longestRun = TimeSpan.FromSeconds(30);

    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, NotifyQueue> _queues = new(StringComparer.Ordinal);
    private readonly List<NotifyFifo> _fifos = [];
    private NodeDefinition _self = new() { Name = node };
    private Task? _worker;

    /// <summary>Tells according to this definition from now on. Any thread; returns at once.</summary>
    public void Apply(ClusterDefinition definition)
    {
        _worker ??= Task.Run(WorkAsync);
        _work.Writer.TryWrite(() => Bring(definition));
    }

    /// <summary>A real server came or went. Any thread; never waits.</summary>
    public void ServerMoved(VirtualServiceDefinition service, RealServerDefinition server, bool isUp) => _work.Writer.TryWrite(() => Tell(service, server, isUp));

    /// <summary>The checks of a real server begin, and it counts as up: told only where the definition asks for it. Any thread; never waits.</summary>
    public void ServerBegins(VirtualServiceDefinition service, RealServerDefinition server) =>
        _work.Writer.TryWrite(() =>
        {
            if (_self.InitialServerNotices) Tell(service, server, isUp: true);
        });

    /// <summary>A quorum came or went. Any thread; never waits.</summary>
    public void QuorumMoved(VirtualServiceDefinition service, bool isUp) =>
        _work.Writer.TryWrite(() => Tell(service.Name, service.Notify, $"VS {KeepalivedName.Of(service)}", isUp));

    /// <summary>Waits until everything is told, at most <see cref="NotifyRuntime.StopLimit"/>, and closes the pipes.</summary>
    public async Task StopAsync()
    {
        if (!_work.Writer.TryComplete() || _worker is null) return;
        using var limit = new CancellationTokenSource(NotifyRuntime.StopLimit);
        await _worker.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_worker.IsCompleted && !limit.IsCancellationRequested && _queues.Values.Any(queue => !queue.IsIdle))
            await Task.Delay(10, CancellationToken.None).ConfigureAwait(false);
        if (!_worker.IsCompleted) return;
        foreach (NotifyFifo fifo in _fifos) fifo.Dispose();
        _fifos.Clear();
    }

    private async Task WorkAsync()
    {
        await foreach (Action work in _work.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                work();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A fault in this code must not silence what follows.
                sink.Publish(EngineNotice.Of("notify", $"unexpected {exception.GetType().Name}: {exception.Message}; going on", EventSeverity.Critical));
            }
        }
    }

    private void Bring(ClusterDefinition definition)
    {
        _self = definition.Nodes.FirstOrDefault(candidate => candidate.Name == node) ?? new NodeDefinition { Name = node };
        foreach (NotifyFifo gone in _fifos.Where(fifo => !_self.ServiceNotifyFifos.Contains(fifo.Definition)).ToList())
        {
            gone.Dispose();
            _fifos.Remove(gone);
        }

        foreach (NotifyFifoDefinition wanted in _self.ServiceNotifyFifos)
            if (_fifos.All(fifo => fifo.Definition != wanted)) _fifos.Add(new NotifyFifo(wanted, _self, programs, sink));
    }

    private void Tell(VirtualServiceDefinition service, RealServerDefinition server, bool isUp) =>
        Tell($"{server.EndpointName} of {service.Name}", server.Notify, $"RS {KeepalivedName.Of(service, server)} {KeepalivedName.Of(service)}", isUp);

    private void Tell(string subject, ServiceNotifyDefinition? notify, string who, bool isUp)
    {
        string state = isUp ? Up : Down;
        if ((isUp ? notify?.Up : notify?.Down) is { } line)
        {
            if (!_queues.TryGetValue(subject, out NotifyQueue? queue)) _queues[subject] = queue = new NotifyQueue(subject, programs, sink);
            queue.Add(new ProgramRequest { Line = line, User = notify!.User ?? _self.ScriptUser, MustBeSafe = _self.ScriptSecurity, Timeout = s_longestRun }, state);
        }

        foreach (NotifyFifo fifo in _fifos) fifo.Write($"{who} {state}\n");
    }
}
