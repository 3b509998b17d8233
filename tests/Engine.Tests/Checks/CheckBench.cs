using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Processes;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Runtime.Checks;
using KeepaliveConsole.Engine.Runtime.Notify;
using KeepaliveConsole.Engine.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Engine.Tests.Checks;

/// <summary>A check runtime on a clock that stands still, with servers that answer as told.</summary>
internal sealed class CheckBench : IProbes, IEventSink, IDisposable
{
    private readonly Dictionary<IPAddress, ProbeOutcome> _answers = [];
    private readonly List<(ProbeRequest Request, TaskCompletionSource<ProbeResult> Source)> _pending = [];

    public CheckBench(int places = 1024, Random? random = null, IProgramRunner? programs = null)
    {
        Notify = programs is null ? null : new ServiceNotifyRuntime("a", programs, this);
        Runtime = new CheckRuntime(
            new EngineOptions { ConcurrentProbes = places },
            this,
            NullLoggerFactory.Instance,
            Time,
            table =>
            {
                Tables.Add(table);
                OnTable?.Invoke(table);
            },
            this,
            random ?? new FixedRandom(0))
        {
            Notify = Notify,
            ReadCounters = () => Counters,
        };
    }

    public ManualTime Time { get; } = new();

    /// <summary>Tells programs; null unless they were given.</summary>
    public ServiceNotifyRuntime? Notify { get; }

    /// <summary>What the load balancer counted.</summary>
    public ValueArray<DestinationCounters> Counters { get; set; } = [];

    /// <summary>When the certificate that servers show ends; null = they show none.</summary>
    public DateTimeOffset? CertificateEnd { get; set; }

    public CheckRuntime Runtime { get; }

    public List<BalancerTable> Tables { get; } = [];

    public List<EngineEvent> Events { get; } = [];

    /// <summary>Time, address and url of every probe that started.</summary>
    public List<(double Second, string Server, int Url)> Started { get; } = [];

    public Action<BalancerTable>? OnTable { get; set; }

    public Action<EngineEvent>? OnEvent { get; set; }

    /// <summary>Called before the answer is looked up; may throw as a faulty probe would.</summary>
    public Action<ProbeRequest>? OnProbe { get; set; }

    /// <summary>Do probes stay on their way until <see cref="Finish"/>?</summary>
    public bool Holds { get; set; }

    public int OnTheWay => _pending.Count;

    public BalancerTable Table => Tables[^1];

    public string TableText => string.Join(" | ", Table.Services.Select(Text));

    public void Answer(string address, ProbeOutcome outcome) => _answers[IPAddress.Parse(address)] = outcome;

    public void Apply(params VirtualServiceDefinition[] services) => Runtime.Apply(new ClusterDefinition { VirtualServices = [.. services] });

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public RealServerStatus Server(int index = 0, int service = 0) => Runtime.Snapshot(Table)[service].RealServers[index];

    public List<string> StateChanges() =>
        [.. Events.OfType<RealServerStateChanged>().Select(e => $"{e.Server} {e.From}->{e.To}: {e.Reason}")];

    public void Finish(int index, ProbeOutcome outcome)
    {
        (ProbeRequest request, TaskCompletionSource<ProbeResult> source) = _pending[index];
        _pending.RemoveAt(index);
        // The test's synchronisation context would push what follows onto another thread.
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            source.SetResult(Result(outcome));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public void Publish(EngineEvent engineEvent)
    {
        Events.Add(engineEvent);
        OnEvent?.Invoke(engineEvent);
    }

    public ValueTask<ProbeResult> RunAsync(ProbeRequest request, CancellationToken cancellationToken)
    {
        Started.Add((Time.Elapsed.TotalSeconds, request.Address.ToString(), request.Url));
        OnProbe?.Invoke(request);
        if (!Holds) return new(Result(_answers.GetValueOrDefault(request.Address, ProbeOutcome.Passed)));
        var source = new TaskCompletionSource<ProbeResult>();
        cancellationToken.Register(() =>
        {
            _pending.RemoveAll(one => one.Source == source);
            source.TrySetCanceled(cancellationToken);
        });
        _pending.Add((request, source));
        return new(source.Task);
    }

    public void Dispose() => Runtime.Dispose();

    public ProbeResult Result(ProbeOutcome outcome) => new()
    {
        Outcome = outcome,
        At = Time.GetUtcNow(),
        Duration = TimeSpan.FromMilliseconds(2),
        CertificateExpiresAt = CertificateEnd,
        Message = outcome switch
        {
            ProbeOutcome.Passed => "connected",
            ProbeOutcome.Refused => "connection refused",
            _ => outcome.ToString(),
        },
    };

    private static string Text(BalancerService service) =>
        $"{service.Key}: {string.Join(", ", service.Destinations.Select(d => $"{d.EndpointName} w{d.Weight}"))}".TrimEnd();

    /// <summary>Always the same share of the warmup.</summary>
    internal sealed class FixedRandom(double share) : Random
    {
        public override double NextDouble() => share;
    }
}
