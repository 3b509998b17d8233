using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.KeepalivedConf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

// Checks COUNT SECONDS: as many TCP checks a second, each to a loopback address of its own, against a responder in a second process.
// Checks changes ipvs|nftables SCHEDULER SERVERS SERVICES: from the last failed retry to the kernel's changed table; see Changes.cs. Writes this host's table: run it in a network namespace.
// Checks engine FILE: the engine alone with the definition of a keepalived.conf and IPVS, until it is ended; for beside_keepalived.py.
const int Port = 19911;
if (args is ["responder"])
{
    using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    listener.Bind(new IPEndPoint(IPAddress.Any, Port));
    listener.Listen(4096);
    while (true) listener.Accept().Dispose();
}

if (args is ["engine", { } file])
{
    using var alone = new KeepaliveEngine(Options.Create(new EngineOptions { Node = "bench", LoadBalancer = LoadBalancerChoice.Ipvs }), NullLoggerFactory.Instance, TimeProvider.System);
    alone.Start();
    foreach (var problem in alone.Apply(ConfImport.Read(file, new DiskConfSource(), "bench", "bench").Definition, 1)) Console.WriteLine(problem.Message);
    using var ended = new ManualResetEventSlim();
    using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
    {
        signal.Cancel = true;
        ended.Set();
    });
    ended.Wait();
    return 0;
}

if (args is ["changes", _, _, _, _])
{
    await KeepaliveConsole.Bench.Checks.Changes.RunAsync(args).ConfigureAwait(false);
    return 0;
}

int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
int seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 60;
using var responder = Process.Start(Environment.ProcessPath!, "responder");
try
{
    using var engine = new KeepaliveEngine(Options.Create(new EngineOptions { LoadBalancer = LoadBalancerChoice.None }), NullLoggerFactory.Instance, TimeProvider.System);
    engine.Start();
    ClusterDefinition definition = Definition(count, 1);
    Console.WriteLine($"apply of {count} new servers: {Time(() => engine.Apply(definition, 1)):0.0} ms");
    await Task.Delay(TimeSpan.FromSeconds(5)).ConfigureAwait(false);

    using var self = Process.GetCurrentProcess();
    EngineCounters before = engine.Counters;
    TimeSpan processor = self.TotalProcessorTime;
    long started = Stopwatch.GetTimestamp();
    await Task.Delay(TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
    self.Refresh();
    double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
    double used = (self.TotalProcessorTime - processor).TotalSeconds;
    EngineCounters after = engine.Counters;
    long probes = after.Probes.Values.Sum() - before.Probes.Values.Sum();
    long passed = after.Probes["Passed"] - before.Probes["Passed"];
    Console.WriteLine($"probes: {probes} in {elapsed:0.0} s ({probes / elapsed:0} a second), {probes - passed} not passed");
    Console.WriteLine($"late start: p50 <= {Percentile(before, after, 0.50)} ms, p99 <= {Percentile(before, after, 0.99)} ms, p99.9 <= {Percentile(before, after, 0.999)} ms");
    Console.WriteLine($"processor: {100 * used / elapsed:0.0} % of a core, {1000 * used / (probes / 1000.0):0.0} ms per 1000 checks");
    Console.WriteLine($"memory: {self.WorkingSet64 / 1048576.0:0} MiB resident, {GC.GetTotalMemory(false) / 1048576.0:0} MiB on the heap");
    Console.WriteLine($"picture: {Time(() => _ = engine.Current):0.0} ms, again {Time(() => _ = engine.Current):0.0} ms");
    Console.WriteLine($"apply of one changed weight: {Time(() => engine.Apply(Definition(count, 2), 2)):0.0} ms");
}
finally
{
    responder.Kill();
}

return 0;

static double Time(Action action)
{
    long started = Stopwatch.GetTimestamp();
    action();
    return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}

static string Percentile(EngineCounters before, EngineCounters after, double share)
{
    ValueArray<long> counts = after.ProbeStartLateness.Counts;
    long total = counts[counts.Count - 1] - before.ProbeStartLateness.Counts[counts.Count - 1];
    for (int i = 0; i < after.ProbeStartLateness.BoundsSeconds.Count; i++)
        if (counts[i] - before.ProbeStartLateness.Counts[i] >= share * total) return (after.ProbeStartLateness.BoundsSeconds[i] * 1000).ToString("0.#", CultureInfo.InvariantCulture);
    return "more than 1000";
}

// A hundred servers to a service; the weight of the very first is given.
static ClusterDefinition Definition(int count, int firstWeight)
{
    var services = new List<VirtualServiceDefinition>();
    for (int s = 0; s * 100 < count; s++)
    {
        var servers = new List<RealServerDefinition>();
        for (int i = s * 100; i < Math.Min(count, (s + 1) * 100); i++)
        {
            servers.Add(new RealServerDefinition
            {
                Address = new IPAddress(new byte[] { 127, 1, (byte)(i >> 8), (byte)i }),
                Port = 19911,
                Weight = i == 0 ? firstWeight : 1,
                Checks = [new TcpCheckDefinition { Interval = TimeSpan.FromSeconds(1), ConnectTimeout = TimeSpan.FromSeconds(1) }],
            });
        }

        services.Add(new VirtualServiceDefinition
        {
            Name = $"s{s}",
            Key = new ServiceKey { Address = IPAddress.Parse("10.99.0.1"), Port = 1000 + s },
            RealServers = [.. servers],
        });
    }

    return new ClusterDefinition { VirtualServices = [.. services] };
}
