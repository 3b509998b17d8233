using System.Diagnostics;
using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.ProbeCost;

// ProbeCost tcp|http COUNT CONCURRENCY: what a probe costs, as processor time and bytes allocated. The other side is a second process.
const int Port = 18080;
const int Addresses = 250; // one address has 28,000 local ports a minute, and each closed connection holds one

if (args is ["respond"])
{
    Responder.Run(Port);
    return 0;
}

if (args is not [("tcp" or "http") and var kind, var countText, var concurrencyText])
{
    Console.Error.WriteLine("usage: ProbeCost tcp|http COUNT CONCURRENCY");
    return 2;
}

int count = int.Parse(countText, CultureInfo.InvariantCulture);
int concurrency = int.Parse(concurrencyText, CultureInfo.InvariantCulture);
using var responder = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["respond"]))!;
try
{
    using var probes = new SocketProbes(TimeProvider.System);
    CheckDefinition check = kind == "tcp"
        ? new TcpCheckDefinition()
        : new HttpCheckDefinition { Urls = [new() { Path = "/healthCheck", ExpectedBody = "health" }] };
    ProbeRequest[] targets = [.. Enumerable.Range(1, Addresses).Select(i => new ProbeRequest(check, IPAddress.Parse($"127.0.1.{i}"), kind == "tcp" ? Port + 1 : Port, 0))];

    while (!(await probes.RunAsync(targets[0], default)).Passed) await Task.Delay(20);
    await RunAsync(count / 5);
    TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
    long bytes = GC.GetTotalAllocatedBytes(precise: true);
    long started = Stopwatch.GetTimestamp();
    int failed = await RunAsync(count);
    TimeSpan took = Stopwatch.GetElapsedTime(started);
    processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
    bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{kind}: {count} probes, {concurrency} at once, {failed} failed; {processor.TotalMicroseconds / count:0.0} µs processor time and {bytes / (double)count:0} bytes each; {count / took.TotalSeconds:0} a second"));
    return failed == 0 ? 0 : 1;

    async Task<int> RunAsync(int total)
    {
        int next = 0;
        int bad = 0;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            int mine;
            while ((mine = Interlocked.Increment(ref next)) <= total)
            {
                ProbeResult result = await probes.RunAsync(targets[mine % targets.Length], default).ConfigureAwait(false);
                if (!result.Passed && Interlocked.Increment(ref bad) == 1) Console.Error.WriteLine(result.Message);
            }
        }));
        return bad;
    }
}
finally
{
    responder.Kill();
}
