using System.Globalization;
using System.Threading.Channels;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Runtime.Notify;

/// <summary>
/// Tells programs and named pipes of changes of state, in keepalived's words. Everything is handed over to a queue: an election
/// waits neither for a program nor for a pipe.
/// </summary>
/// <param name="node">Name of this node.</param>
/// <param name="programs">Runs the programs.</param>
/// <param name="sink">Takes notices.</param>
internal sealed class NotifyRuntime(string node, IProgramRunner programs, IEventSink sink)
{
    /// <summary>Time that lines and programs are given when the engine stops.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private const int MaximumLowerWaiting = 64;
    private const string InstanceWord = "INSTANCE";
    private const string GroupWord = "GROUP";

    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, Told> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SyncGroupState> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Name), NotifyQueue> _queues = [];
    private readonly List<NotifyFifo> _fifos = [];
    private ClusterDefinition _definition = ClusterDefinition.Empty;
    private NodeDefinition _self = new() { Name = node };
    private Task? _worker;
    private int _lowerWaiting;
    private volatile bool _tellsLower;

    /// <summary>Starts the queue.</summary>
    public void Start() => _worker ??= Task.Run(WorkAsync);

    /// <summary>Tells according to this definition from now on. To be called before an instance that is gone leaves its election.</summary>
    public void Apply(ClusterDefinition definition)
    {
        // At once: an advert that is heard now must not be left out because the queue has not come to the definition yet.
        _tellsLower = TellsLower(definition);
        _work.Writer.TryWrite(() => Bring(definition));
    }

    /// <summary>Something happened; what is no change of state is passed over. Any thread; never waits.</summary>
    public void Happened(EngineEvent happened)
    {
        if (happened is VrrpTransitioned { Transition: var transition }) _work.Writer.TryWrite(() => Moved(transition));
    }

    /// <summary>A master hears a lower one. Any thread; never waits, and allocates nothing when nobody wants to know.</summary>
    /// <param name="instance">Name of the instance.</param>
    /// <param name="priority">Own effective priority.</param>
    public void HeardLower(string instance, int priority)
    {
        // Whoever floods the network with such adverts must not fill the queue.
        if (!_tellsLower || Volatile.Read(ref _lowerWaiting) >= MaximumLowerWaiting) return;
        Interlocked.Increment(ref _lowerWaiting);
        if (!_work.Writer.TryWrite(() => TellLower(instance, priority))) Interlocked.Decrement(ref _lowerWaiting);
    }

    /// <summary>The effective priority of an instance is another. Any thread; never waits.</summary>
    public void PriorityIs(string instance, int priority) => _work.Writer.TryWrite(() =>
    {
        if (!_told.TryGetValue(instance, out Told? told) || told.Notify is not { PriorityChanges: true } notify) return;
        if (told.State is not (VrrpState.Master or VrrpState.Backup)) return;
        string state = told.State == VrrpState.Master ? NotifyState.MasterPriority : NotifyState.BackupPriority;
        Run(InstanceWord, instance, notify, state, [InstanceWord, instance, state, Text(priority)]);
        Write(InstanceWord, instance, state, priority);
    });

    /// <summary>Waits until everything is told, at most <see cref="StopLimit"/>, and closes the pipes. What still runs then is ended by its runner.</summary>
    public async Task StopAsync()
    {
        if (!_work.Writer.TryComplete() || _worker is null) return;
        using var limit = new CancellationTokenSource(StopLimit);
        await _worker.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_worker.IsCompleted && !limit.IsCancellationRequested && _queues.Values.Any(queue => !queue.IsIdle))
            await Task.Delay(10, CancellationToken.None).ConfigureAwait(false);
        if (!_worker.IsCompleted) return;
        foreach (NotifyFifo fifo in _fifos) fifo.Dispose();
        _fifos.Clear();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

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

    private bool TellsLower(ClusterDefinition definition) =>
        definition.Nodes.Any(candidate => candidate.Name == node && candidate.NotifyFifos.Count > 0)
        || definition.VrrpInstances.Any(instance => instance.ParticipantOf(node)?.Notify?.MasterHearsLower is not null);

    private void Bring(ClusterDefinition definition)
    {
        _definition = definition;
        _self = definition.Nodes.FirstOrDefault(candidate => candidate.Name == node) ?? new NodeDefinition { Name = node };
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (VrrpInstanceDefinition instance in definition.VrrpInstances)
        {
            if (instance.ParticipantOf(node) is not { } participant) continue;
            members.Add(instance.Name);
            if (!_told.TryGetValue(instance.Name, out Told? told)) _told[instance.Name] = told = new Told();
            (told.Notify, told.IsGone) = (participant.Notify, false);
        }

        // One that is gone has still to be told of.
        foreach ((string name, Told told) in _told) told.IsGone = !members.Contains(name);
        foreach (string gone in _groups.Keys.Where(name => definition.SyncGroups.All(group => group.Name != name)).ToList()) _groups.Remove(gone);
        foreach (SyncGroupDefinition group in definition.SyncGroups)
        {
            string[] here = [.. group.Members.Where(members.Contains)];
            _groups[group.Name] = _groups.TryGetValue(group.Name, out SyncGroupState? known) ? known.With(here) : new SyncGroupState(here);
        }

        foreach (NotifyFifo gone in _fifos.Where(fifo => !_self.NotifyFifos.Contains(fifo.Definition)).ToList())
        {
            gone.Dispose();
            _fifos.Remove(gone);
        }

        foreach (NotifyFifoDefinition wanted in _self.NotifyFifos)
            if (_fifos.All(fifo => fifo.Definition != wanted)) _fifos.Add(new NotifyFifo(wanted, _self, programs, sink));
    }

    private void Moved(VrrpTransition transition)
    {
        if (!_told.TryGetValue(transition.Instance, out Told? told)) return;
        told.State = transition.To;
        string state = NotifyState.Of(transition.To);
        if (transition.To == VrrpState.Initialize && told.IsGone)
        {
            // keepalived says FAULT of an instance that is gone unless it has a program for that.
            state = told.Notify?.Deleted is null ? NotifyState.Fault : NotifyState.Deleted;
            _told.Remove(transition.Instance);
        }

        Tell(InstanceWord, transition.Instance, told.Notify, state, transition.OwnPriority);
        foreach (SyncGroupDefinition group in _definition.SyncGroups)
            if (_groups[group.Name].Becomes(transition.Instance, transition.To))
                Tell(GroupWord, group.Name, group.Notify, NotifyState.Of(_groups[group.Name].State!.Value), 0);
    }

    private void TellLower(string instance, int priority)
    {
        Interlocked.Decrement(ref _lowerWaiting);
        if (!_told.TryGetValue(instance, out Told? told)) return;
        Run(InstanceWord, instance, told.Notify, NotifyState.MasterHearsLower, null);
        Write(InstanceWord, instance, NotifyState.MasterHearsLower, priority);
    }

    private void Tell(string kind, string name, NotifyDefinition? notify, string state, int priority)
    {
        Run(kind, name, notify, state, [kind, name, state, Text(priority)]);
        Write(kind, name, state, priority);
    }

    private void Run(string kind, string name, NotifyDefinition? notify, string state, string[]? arguments)
    {
        if (notify is null) return;
        if (NotifyState.Program(notify, state) is { } particular) Add(particular, []);
        if (notify.Any is { } any && arguments is not null) Add(any, arguments);

        void Add(string line, string[] more)
        {
            if (!_queues.TryGetValue((kind, name), out NotifyQueue? queue)) _queues[(kind, name)] = queue = new NotifyQueue(name, programs, sink);
            queue.Add(
                new ProgramRequest { Line = line, MoreArguments = more, User = notify.User ?? _self.ScriptUser, MustBeSafe = _self.ScriptSecurity, Timeout = notify.Timeout },
                state);
        }
    }

    private void Write(string kind, string name, string state, int priority)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{kind} \"{name}\" {state} {priority}\n");
        foreach (NotifyFifo fifo in _fifos) fifo.Write(line);
    }

    private sealed class Told
    {
        public NotifyDefinition? Notify { get; set; }

        public VrrpState State { get; set; }

        public bool IsGone { get; set; }
    }
}
