using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.Engine.Runtime.Checks;
using KeepaliveConsole.System.Tests.Guest;

namespace KeepaliveConsole.System.Tests.Balancing;

/// <summary>What checks ask the host's kernel: the addresses it holds, and who may send a ping.</summary>
[Collection(Rig.NetworkCollection.Name)]
public sealed class HostFactsTests : IDisposable
{
    private static int s_count;

    private readonly NetworkNamespace _space = new($"kc{Environment.ProcessId}f{Interlocked.Increment(ref s_count)}");

    public void Dispose() => _space.Dispose();

    [Fact]
    public void HeldAddresses_FollowTheKernel_WhoeverChangesThem()
    {
        using var sink = new RecordingSink();
        var told = new ConcurrentQueue<IReadOnlySet<IPAddress>>();
        IPAddress four = IPAddress.Parse("10.88.0.100"), six = IPAddress.Parse("2001:db8::100");
        using HeldAddresses held = _space.Run(() => new HeldAddresses(told.Enqueue, sink));
        Expect.Soon(() => told.Count == 1, () => "the first picture");
        Assert.Contains(IPAddress.Loopback, told.Last());

        _space.Batch("addr add 10.88.0.100/32 dev lo", "addr add 2001:db8::100/128 dev lo nodad");
        Expect.Soon(() => told.Last().Contains(four) && told.Last().Contains(six), () => string.Join(' ', told.Last()));
        _space.Batch("addr del 10.88.0.100/32 dev lo");
        Expect.Soon(() => !told.Last().Contains(four) && told.Last().Contains(six), () => string.Join(' ', told.Last()));

        Assert.Empty(sink.Sentences);
    }

    [Theory]
    [InlineData("1 0", false)]
    [InlineData("0 2147483647", true)]
    public void Ping_UsesTheKernelsPingSocketWhereTheGroupMay_ElseARawOne(string groups, bool isUnprivileged)
    {
        (bool opened, ProbeResult result) = _space.Run(() =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/ping_group_range", groups);
            LinuxError error = ProbeSocket.Open(AddressFamily.InterNetwork, ProbeTransport.Ping, out ProbeSocket socket);
            if (error.IsSuccess) socket.Close();
            using var probes = new SocketProbes(TimeProvider.System);
            var check = new PingCheckDefinition { ConnectTimeout = TimeSpan.FromSeconds(5) };
            return (error.IsSuccess, probes.RunAsync(new ProbeRequest(check, IPAddress.Loopback, 0, 0), default).AsTask().GetAwaiter().GetResult());
        });

        Assert.Equal(isUnprivileged, opened);
        Assert.Equal((ProbeOutcome.Passed, "echo answered"), (result.Outcome, result.Message));
    }
}
