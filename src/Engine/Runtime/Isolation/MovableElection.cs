using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// The election in this process or in one of its own, as <see cref="EngineOptions.Isolation"/> says, and moved when a new definition asks for it. With Auto
/// it goes into a process of its own with the first interval below a second, and stays there: to move back would gain nothing and risk a takeover.
/// </summary>
internal sealed class MovableElection : IElectionHost
{
    /// <summary>Longest time an election that leaves its addresses may take to end.</summary>
    private static readonly TimeSpan s_moveLimit = TimeSpan.FromSeconds(5);

    private readonly EngineOptions _options;
    private readonly ElectionProgram _program;
    private readonly Func<IElectionHost> _inProcess;
    private readonly Func<ChildElection> _child;
    private readonly IEventSink _sink;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _moveWanted = new(0);
    private readonly Thread _mover;
    private IElectionHost _current;
    private ClusterDefinition? _definition;
    private bool _isMoving;
    private bool _isStopped;

    /// <summary>Prepares it; nothing runs yet.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="program">How to start a process.</param>
    /// <param name="inProcess">Makes an election in this process.</param>
    /// <param name="child">Makes one in a process of its own.</param>
    /// <param name="sink">Is told of moves.</param>
    public MovableElection(EngineOptions options, ElectionProgram program, Func<IElectionHost> inProcess, Func<ChildElection> child, IEventSink sink)
    {
        (_options, _program, _inProcess, _child, _sink) = (options, program, inProcess, child, sink);
        _current = WantsChildAtOnce() ? child() : inProcess();
        _mover = new Thread(Move) { IsBackground = true, Name = "kc-mover" };
    }

    /// <inheritdoc />
    public void Start()
    {
        // Moves happen later, yet in the network namespace of the thread that calls this: a thread's children have its own.
        _mover.Start();
        if (_options.Isolation == IsolationChoice.InProcess) SendLeftoverAway();
        _current.Start();
    }

    /// <inheritdoc />
    public void Apply(ClusterDefinition definition)
    {
        lock (_lock)
        {
            _definition = definition;
            if (_isMoving || _isStopped) return;
            if (_current is ChildElection || !WantsChild(definition))
            {
                _current.Apply(definition);
                return;
            }

            _isMoving = true;
            _moveWanted.Release();
        }
    }

    /// <inheritdoc />
    public void TakeUp(IEnumerable<string> instances) => Current.TakeUp(instances);

    /// <inheritdoc />
    public ElectionPicture Picture() => Current.Picture();

    /// <inheritdoc />
    public string? Announce(string instance) => Current.Announce(instance);

    /// <inheritdoc />
    public string? Yield(string instance) => Current.Yield(instance);

    /// <inheritdoc />
    public bool? Resume(string instance) => Current.Resume(instance);

    /// <inheritdoc />
    public bool PeerClaims(string instance, IPAddress peer, VrrpPriority priority) => Current.PeerClaims(instance, peer, priority);

    /// <inheritdoc />
    public string? Trace(string instance) => Current.Trace(instance);

    /// <inheritdoc />
    public byte[]? Capture(string instance) => Current.Capture(instance);

    /// <inheritdoc />
    public Task StopAsync(TimeSpan? limit, bool keepAddresses)
    {
        End();
        return Current.StopAsync(limit, keepAddresses);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        End();
        Current.Dispose();
        _moveWanted.Dispose();
    }

    private IElectionHost Current
    {
        get { lock (_lock) return _current; }
    }

    private bool WantsChild(ClusterDefinition definition) => _options.Isolation == IsolationChoice.Child
        || (_options.Isolation == IsolationChoice.Auto && definition.VrrpInstances.Any(instance =>
            instance.AdvertisementInterval.Span < TimeSpan.FromSeconds(1) && instance.ParticipantOf(_options.Node) is not null));

    /// <summary>A process that a console before this one left running is adopted with Auto, whatever the definition will say.</summary>
    private bool WantsChildAtOnce()
    {
        if (_options.Isolation != IsolationChoice.Auto) return _options.Isolation == IsolationChoice.Child;
        return _program.IsExpected || _program.IsRunning();
    }

    /// <summary>Nobody else would ever end a process that was left running before the settings said InProcess; this one takes up what it held.</summary>
    private void SendLeftoverAway()
    {
        using var socket = PrivateSocket.TryConnect(_program.SocketPath);
        if (socket is null || !PrivateSocket.IsTrusted(socket)) return;
        (int number, _) = PrivateSocket.Peer(socket);
        using var link = new ElectionLink(socket);
        ElectionLauncher.End(link, number, keepAddresses: true, s_moveLimit);
        _sink.Publish(new ElectionProcessChanged(number, "was left from before and has ended, because Engine:Isolation is InProcess", EventSeverity.Info));
    }

    private void Move()
    {
        _moveWanted.Wait();
        lock (_lock)
        {
            if (_isStopped) return;
        }

        _sink.Publish(EngineNotice.Of("VRRP", $"an instance advertises faster than once a second, so the election moves into a process of its own; addresses stay", EventSeverity.Info));
        IElectionHost before = _current;
        before.StopAsync(TimeSpan.Zero, keepAddresses: true).Wait(s_moveLimit);
        before.Dispose();
        ChildElection next = _child();
        next.Start();
        lock (_lock)
        {
            _current = next;
            _isMoving = false;
            next.Apply(_definition!);
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (_isStopped) return;
            _isStopped = true;
        }

        _moveWanted.Release();
        if (_mover.IsAlive) _mover.Join(s_moveLimit * 2);
    }
}
