using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Conntrack;
using KeepaliveConsole.Engine.Linux.Ipvs;
using KeepaliveConsole.Engine.Linux.Nftables;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Runtime.Balancing;
using KeepaliveConsole.Engine.Runtime.Checks;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Bench.Checks;

/// <summary>
/// From the last failed retry to the changed kernel table, with real probes and the real table: servers that fail one after the other, then a
/// thousand at once. The clock starts when a probe's result leaves the probe, and stops when the kernel has answered the change.
/// </summary>
internal sealed class Changes : IEventSink, IDisposable
{
    private const int Alone = 40;
    private const int Together = 1000;
    private const int FirstPort = 20_000;
    private const int SharedPort = 19_990;

    private readonly TimedProbes _probes = new();
    private readonly TimedBalancer _balancer;
    private readonly BalancerRuntime _table;
    private readonly CheckRuntime _checks;
    private readonly ClusterDefinition _definition;

    private Changes(string balancer, Scheduler scheduler, int servers, int services)
    {
        _definition = Definition(scheduler, servers, services);
        var options = new EngineOptions();
        _balancer = new TimedBalancer(balancer == "ipvs" ? new IpvsLoadBalancer() : new NftLoadBalancer(new NftKernel(), new ConntrackTable(), true));
        _table = new BalancerRuntime(_balancer, options, this, NullLoggerFactory.Instance, TimeProvider.System);
        _checks = new CheckRuntime(options, this, NullLoggerFactory.Instance, TimeProvider.System, wanted =>
        {
            var reasons = new TableReasons(_definition, _checks!.Glance);
            _table.SetWanted(wanted, reasons.NameOf, reasons.Of);
        }, _probes, Random.Shared);
    }

    /// <summary>changes ipvs|nftables SCHEDULER SERVERS SERVICES</summary>
    public static async Task RunAsync(string[] args)
    {
        Scheduler scheduler = SchedulerNames.Parse(args[2]) ?? throw new ArgumentException(args[2]);
        int servers = int.Parse(args[3], CultureInfo.InvariantCulture), services = int.Parse(args[4], CultureInfo.InvariantCulture);
        using var bench = new Changes(args[1], scheduler, servers, services);
        await bench.MeasureAsync(string.Join(' ', args.Skip(1))).ConfigureAwait(false);
    }

    public void Publish(EngineEvent engineEvent)
    {
        if (engineEvent is EngineNotice { NoticeSeverity: EventSeverity.Critical } notice) Console.WriteLine(notice.Message);
    }

    public void Dispose()
    {
        _checks.Dispose();
        _table.Dispose();
    }

    private async Task MeasureAsync(string name)
    {
        Socket[] single = [.. Enumerable.Range(FirstPort, Alone).Select(Listen)];
        Socket shared = Listen(SharedPort);
        long start = Stopwatch.GetTimestamp();
        _checks.Apply(_definition);
        await Until(() => _balancer.Left == 0 && _table.Actual.Services.Sum(service => service.Destinations.Count) == _definition.VirtualServices.Sum(service => service.RealServers.Count)).ConfigureAwait(false);
        Console.WriteLine($"{name}: whole table written {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms after the definition came, of which the kernel's part {_balancer.LastTook.TotalMilliseconds:0.0} ms");
        await Task.Delay(8000).ConfigureAwait(false);

        var took = new List<double>();
        var kernel = new List<double>();
        var told = new List<(double Took, string Where)>();
        foreach (Socket listener in single)
        {
            _balancer.Forget();
            (TimeSpan pauses, int collections) = (GC.GetTotalPauseDuration(), GC.CollectionCount(0));
            listener.Dispose();
            await Until(() => _balancer.Left > 0).ConfigureAwait(false);
            took.Add(Stopwatch.GetElapsedTime(_probes.LastFailure, _balancer.LastEnd).TotalMilliseconds);
            kernel.Add(_balancer.LastTook.TotalMilliseconds);
            told.Add((took[^1], string.Create(CultureInfo.InvariantCulture,
                $"{took[^1]:0.0} ms: call {kernel[^1]:0.0}, looking at the table until {Math.Max(0, Between(_probes.LastFailure, _balancer.LastReadEnd)):0.0}, collector {(GC.GetTotalPauseDuration() - pauses).TotalMilliseconds:0.0} in {GC.CollectionCount(0) - collections}")));
            await Task.Delay(150).ConfigureAwait(false);
        }

        foreach ((_, string where) in told.OrderByDescending(each => each.Took).Take(5)) Console.WriteLine($"  {where}");
        Console.WriteLine($"{name}: one server, last failed retry to changed table: {Spread(took)}; of it the load balancer's call {Spread(kernel)}");
        _balancer.Forget();
        shared.Dispose();
        await Until(() => _balancer.Left >= Together).ConfigureAwait(false);
        Console.WriteLine($"{name}: {Together} servers at once: all out {Stopwatch.GetElapsedTime(_probes.LastFailure, _balancer.LastEnd).TotalMilliseconds:0.0} ms after the last failed retry, {_balancer.Calls} changes of the table; first failed retry to last {Stopwatch.GetElapsedTime(_probes.FirstOfLot, _probes.LastFailure).TotalMilliseconds:0} ms");
    }

    // Until a look at the table that ended after the failure and before the change; a later one held up nothing.
    private double Between(long failure, long readEnd) => readEnd < failure || readEnd > _balancer.LastEnd ? 0 : Stopwatch.GetElapsedTime(failure, readEnd).TotalMilliseconds;

    private static string Spread(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"median {sorted[sorted.Length / 2]:0.00} ms, p90 {sorted[(int)(sorted.Length * 0.9)]:0.00} ms, worst {sorted[^1]:0.00} ms of {sorted.Length}");
    }

    private static async Task Until(Func<bool> holds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(60)) throw new TimeoutException("it did not come within 60 s");
            await Task.Delay(5).ConfigureAwait(false);
        }
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        socket.Listen(2048);
        new Thread(() =>
        {
            try
            {
                while (true) socket.Accept().Dispose();
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // It is meant to fail now.
            }
        }) { IsBackground = true }.Start();
        return socket;
    }

    // Those that fail alone stand first, one in each hundred; those that fail together follow them.
    private static ClusterDefinition Definition(Scheduler scheduler, int servers, int services)
    {
        int each = servers / services, alone = 0, together = 0;
        return new ClusterDefinition
        {
            VirtualServices = Enumerable.Range(0, services).Select(s => new VirtualServiceDefinition
            {
                Name = $"s{s}",
                Key = new ServiceKey { Address = IPAddress.Parse("10.99.0.1"), Port = 1000 + s },
                Scheduler = scheduler,
                RealServers = Enumerable.Range(s * each, each).Select(number => new RealServerDefinition
                {
                    Address = new IPAddress(new byte[] { 10, 77, (byte)(number >> 8), (byte)number }),
                    Port = 80,
                    Checks = number % 100 == 50 && alone < Alone ? [Check(FirstPort + alone++)] : number % 5 == 1 && together++ < Together ? [Check(SharedPort) with { ConnectAddress = new IPAddress(new byte[] { 127, 3, (byte)(together >> 8), (byte)together }) }] : [],
                }).ToValueArray(),
            }).ToValueArray(),
        };
    }

    private static TcpCheckDefinition Check(int port) => new()
    {
        ConnectAddress = IPAddress.Loopback,
        ConnectPort = port,
        Interval = TimeSpan.FromSeconds(1),
        Retries = 1,
        RetryDelay = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>Real probes; notes when a failure is told.</summary>
    private sealed class TimedProbes : IProbes, IDisposable
    {
        private readonly SocketProbes _inner = new(TimeProvider.System);
        private long _lastFailure;

        public long LastFailure => Interlocked.Read(ref _lastFailure);

        /// <summary>The first failure that came more than 3 s after the one before it.</summary>
        public long FirstOfLot { get; private set; }

        public bool IsOwnThread => _inner.IsOwnThread;

        public ITimer? CreateTimer(Action callback) => _inner.CreateTimer(callback);

        public void Apply(ClusterDefinition definition) => _inner.Apply(definition);

        public async ValueTask<ProbeResult> RunAsync(ProbeRequest request, CancellationToken cancellationToken)
        {
            ProbeResult result = await _inner.RunAsync(request, cancellationToken).ConfigureAwait(false);
            if (result.Passed) return result;
            long now = Stopwatch.GetTimestamp();
            // A server that is down already goes on being looked at; only what is new counts.
            if (_down.AddOrUpdate(request, 1, static (_, count) => count + 1) > 2) return result;
            if (Stopwatch.GetElapsedTime(LastFailure, now) > TimeSpan.FromSeconds(0.15)) FirstOfLot = now;
            Interlocked.Exchange(ref _lastFailure, now);
            return result;
        }

        public void Dispose() => _inner.Dispose();

        private readonly ConcurrentDictionary<ProbeRequest, int> _down = new();
    }

    /// <summary>The real table; notes when a change is done.</summary>
    private sealed class TimedBalancer(ILoadBalancer inner) : ILoadBalancer
    {
        private int _left;
        private int _calls;
        private long _lastEnd;
        private long _readEnd;

        public int Left => Volatile.Read(ref _left);

        public int Calls => Volatile.Read(ref _calls);

        public long LastEnd => Interlocked.Read(ref _lastEnd);

        public TimeSpan LastTook { get; private set; }

        /// <summary>When the last look at the table ended before a change began.</summary>
        public long LastReadEnd { get; private set; }

        public string Kind => inner.Kind;

        public bool OwnsTable => inner.OwnsTable;

        public bool HasSign => inner.HasSign;

        public void Forget() => (_left, _calls) = (0, 0);

        public Sentence? Refuses(BalancerService service) => inner.Refuses(service);

        public BalancerReading Read() => Timed(inner.Read());

        public BalancerReading Read(Func<bool> giveUp) => Timed(inner.Read(giveUp));

        public bool MayHaveDrifted() => inner.MayHaveDrifted();

        public string? Flush() => inner.Flush();

        public SettingsOutcome Configure(BalancerSettings settings) => inner.Configure(settings);

        public string? Apply(BalancerTable wanted, ValueArray<BalancerChange> changes)
        {
            LastReadEnd = _readEnd;
            long start = Stopwatch.GetTimestamp();
            string? problem = inner.Apply(wanted, changes);
            long end = Stopwatch.GetTimestamp();
            LastTook = Stopwatch.GetElapsedTime(start, end);
            Interlocked.Exchange(ref _lastEnd, end);
            Interlocked.Increment(ref _calls);
            Interlocked.Add(ref _left, changes.Count(change => change.Kind == BalancerChangeKind.RemoveDestination));
            return problem;
        }

        public void Dispose() => inner.Dispose();

        private BalancerReading Timed(BalancerReading reading)
        {
            _readEnd = Stopwatch.GetTimestamp();
            return reading;
        }
    }
}
