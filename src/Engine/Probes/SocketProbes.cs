using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Processes;
using KeepaliveConsole.Engine.Probes.Loop;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>The probes that open real connections, run programs and read files. Any thread. Its threads begin with the first probe that needs them.</summary>
/// <param name="time">The clock of every limit.</param>
/// <param name="node">Name of this node.</param>
internal sealed class SocketProbes(TimeProvider time, string node = "") : IProbes, IDisposable
{
    private readonly Lock _gate = new();
    private volatile ProbeNode _node = new(ClusterDefinition.Empty, node);
    private volatile ProbeLoop? _loop;
    private volatile ProgramThread? _programs;
    private bool _isDisposed;

    /// <inheritdoc />
    public void Apply(ClusterDefinition definition) => _node = new ProbeNode(definition, node);

    /// <inheritdoc />
    public ValueTask<ProbeResult> RunAsync(ProbeRequest request, CancellationToken cancellationToken)
    {
        switch (request.Check)
        {
            case FileCheckDefinition file:
                return new(Result(request, FileProbe.Look(file, _node)));
            case ScriptCheckDefinition script:
                return ScriptProbe.RunAsync(script, _node, Programs(), time, cancellationToken);
            case PingCheckDefinition:
                return Loop().RunAsync(request with { Port = 0 }, ProbeTransport.Ping, new PingExchange(request.Address.AddressFamily), cancellationToken);
        }

        if (request.Port is < 1 or > 65535) return Local(request, $"no port to connect to; give the check one (connect_port)");
        return request.Check switch
        {
            TcpCheckDefinition => Loop().RunAsync(request, ProbeTransport.Stream, TcpExchange.Instance, cancellationToken),
            HttpCheckDefinition http => Http(http, request, cancellationToken),
            SmtpCheckDefinition smtp => SmtpExchange.IsName(smtp.HeloName)
                ? Loop().RunAsync(request, ProbeTransport.Stream, new SmtpExchange(smtp.HeloName), cancellationToken)
                : Local(request, $"\"{HttpResponse.Printable(System.Text.Encoding.UTF8.GetBytes(smtp.HeloName), 60)}\" is no name to say in HELO"),
            DnsCheckDefinition dns => DnsExchange.Of(dns, out string? problem) is { } question
                ? Loop().RunAsync(request, ProbeTransport.Datagram, question, cancellationToken)
                : Local(request, Sentence.Verbatim(problem)),
            UdpCheckDefinition udp => UdpPlan.Of(udp) is { Problem: null } plan
                ? Loop().RunAsync(request, ProbeTransport.Datagram, new UdpExchange(plan), cancellationToken)
                : Local(request, Sentence.Verbatim(UdpPlan.Of(udp).Problem)),
            AgentCheckDefinition agent => Loop().RunAsync(request, ProbeTransport.Stream, new AgentExchange(agent), cancellationToken),
            _ => throw new NotSupportedException($"No probe for {request.Check.GetType().Name}."),
        };
    }

    /// <inheritdoc />
    public bool IsOwnThread => _loop is { IsCurrent: true };

    /// <inheritdoc />
    public ITimer? CreateTimer(Action callback) => time == TimeProvider.System ? new LateTimer(this, callback) : null;

    /// <summary>Ends its threads, and programs on their way. Probes on their way are cancelled.</summary>
    public void Dispose()
    {
        lock (_gate) _isDisposed = true;
        _loop?.Dispose();
        _programs?.Dispose();
    }

    private ValueTask<ProbeResult> Http(HttpCheckDefinition check, ProbeRequest request, CancellationToken cancellationToken)
    {
        if (request.Url >= check.Urls.Count) return Local(request, $"the check has no url to ask for");
        HttpUrlDefinition url = check.Urls[request.Url];
        HttpUrlPlan plan = HttpUrlPlan.Of(url);
        if (plan.Problem is { } problem) return Local(request, Sentence.Verbatim(problem));
        if (plan.Request(check, request) is not { } text) return Local(request, $"path or virtual host is empty or holds a space or control character");
        var exchange = new HttpExchange(plan, text);
        return check.Tls is null
            ? Loop().RunAsync(request, ProbeTransport.Stream, exchange, cancellationToken)
            : TlsProbe.RunAsync(check, url, request, exchange, time, cancellationToken);
    }

    private ValueTask<ProbeResult> Local(ProbeRequest request, Sentence problem) => new(Result(request, new ProbeVerdict(ProbeOutcome.LocalError, problem)));

    private ProbeResult Result(ProbeRequest request, ProbeVerdict verdict) =>
        new ProbeTimes(time.GetUtcNow(), request.Check.ConnectTimeout).Result(request.Check, verdict, TimeSpan.Zero);

    private ProbeLoop Loop()
    {
        if (_loop is { } running) return running;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _loop ??= new ProbeLoop(time);
        }
    }

    // The thread begins with the first probe that is due, not with the timer.
    private sealed class LateTimer(SocketProbes probes, Action callback) : ITimer
    {
        private readonly Lazy<ITimer> _timer = new(() => probes.Loop().CreateTimer(callback));

        public bool Change(TimeSpan dueTime, TimeSpan period) => (!_timer.IsValueCreated && dueTime == Timeout.InfiniteTimeSpan) || _timer.Value.Change(dueTime, period);

        public void Dispose()
        {
            if (_timer.IsValueCreated) _timer.Value.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private ProgramThread Programs()
    {
        if (_programs is { } running) return running;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _programs ??= new ProgramThread();
        }
    }
}
