using System.Collections.Concurrent;
using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Runtime.Checks;
using KeepaliveConsole.Engine.Tests.Probes;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Engine.Tests.Checks;

/// <summary>The runtime on the real clock, with real connections to servers on loopback.</summary>
public sealed class CheckRuntimeLoopbackTests : IEventSink
{
    private readonly BlockingCollection<EngineEvent> _events = [];
    private long _probes;

    void IEventSink.Publish(EngineEvent engineEvent) => _events.Add(engineEvent);

    [Fact]
    public async Task Server_BreaksAndRecovers_LeavesAndReturns()
    {
        bool isHealthy = true;
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(Volatile.Read(ref isHealthy) ? "HTTP/1.0 200 OK\r\n\r\nhealth" : "HTTP/1.0 500 No\r\n\r\n");
        });
        var tables = new ConcurrentQueue<BalancerTable>();
        using CheckRuntime runtime = Start(tables.Enqueue);
        runtime.Apply(Definition(server.Port, new HttpCheckDefinition
        {
            Interval = TimeSpan.FromMilliseconds(20),
            RetryDelay = TimeSpan.FromMilliseconds(10),
            Retries = 2,
            Urls = [new() { Path = "/healthCheck", ExpectedBody = "health" }],
        }));

        Assert.Equal("passed for the first time: 200 OK, 6 bytes", Next(RealServerState.Up).Reason);
        Volatile.Write(ref isHealthy, false);
        Assert.Equal("3 of 3 attempts failed, last: status 500, wanted 200-299", Next(RealServerState.Down).Reason);
        Volatile.Write(ref isHealthy, true);
        Next(RealServerState.Up);
        runtime.Dispose();

        Assert.Equal([1, 0, 1], tables.Select(table => table.Services[0].Destinations.Count));
    }

    [Fact]
    public async Task Calls_FromManyThreads_KeepTheCountRight()
    {
        await using var server = new LoopbackServer(_ => Task.CompletedTask);
        using CheckRuntime runtime = Start(_ => { });
        var check = new TcpCheckDefinition { Interval = TimeSpan.FromMilliseconds(1), Warmup = TimeSpan.Zero };
        ClusterDefinition[] definitions =
        [
            Definition(server.Port, check),
            Definition(server.Port, check, check),
            Definition(server.Port, check with { Retries = 7 }),
            ClusterDefinition.Empty,
        ];

        Parallel.For(0, 400, i =>
        {
            runtime.Apply(definitions[i % definitions.Length]);
            runtime.CheckNow("web", $"127.0.0.1:{server.Port}");
            foreach (VirtualServiceStatus service in runtime.Snapshot(BalancerTable.Empty))
                Assert.InRange(service.RealServers[0].ChecksTotal, 1, 2);
        });
        runtime.Apply(definitions[0]);

        // Whatever happened before, the one check that is left runs, and every counted probe was told.
        for (int i = 0; i < 3; i++) runtime.CheckNow("web", $"127.0.0.1:{server.Port}");
        Next(RealServerState.Up);
        runtime.Dispose();
        long counted = runtime.Counters().Probes.Values.Sum();
        // One may have ended while the runtime was being disposed, and is then counted but not told.
        Assert.InRange(counted - _probes - _events.OfType<ProbeCompleted>().LongCount(), 0, 1);
    }

    private RealServerStateChanged Next(RealServerState state)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            EngineEvent one = _events.Take(giveUp.Token);
            if (one is ProbeCompleted) _probes++;
            if (one is RealServerStateChanged changed && changed.To == state) return changed;
        }
    }

    private CheckRuntime Start(Action<BalancerTable> wantedChanged) =>
        new(new EngineOptions(), this, NullLoggerFactory.Instance, TimeProvider.System, wantedChanged);

    private static ClusterDefinition Definition(int port, params CheckDefinition[] checks) => new()
    {
        VirtualServices =
        [
            Web.Service(new RealServerDefinition { Address = IPAddress.Loopback, Port = port, Checks = [.. checks] }),
        ],
    };
}
