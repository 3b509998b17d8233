using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>Where a probe comes from, for both ways a probe opens its socket.</summary>
public sealed class ProbeSourceTests
{
    private static readonly TcpCheckDefinition s_tcp = new() { ConnectTimeout = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task Source_AsDefined_IsWhatTheServerSees()
    {
        int port = FreePort();
        foreach (CheckDefinition check in Both())
        {
            ProbeResult result = default!;
            IPEndPoint seen = await SeenAsync(async server => result = await Probing.RunAsync(check with { BindAddress = IPAddress.Parse("127.0.0.7"), BindPort = port, BindInterface = "lo" }, server));
            Assert.Equal(new IPEndPoint(IPAddress.Parse("127.0.0.7"), port), seen);
            Assert.NotNull(result.ConnectDuration);
            port = FreePort();
        }
    }

    [Fact]
    public async Task Source_Address_LeavesThePortToTheKernel()
    {
        IPEndPoint seen = await SeenAsync(server => Probing.RunAsync(s_tcp with { BindAddress = IPAddress.Parse("127.0.0.9") }, server));
        Assert.Equal("127.0.0.9", seen.Address.ToString());
        Assert.InRange(seen.Port, 1024, 65535);
    }

    [Theory]
    [InlineData("203.0.113.77", null, null, "source address 203.0.113.77 is not an address of this node")]
    [InlineData("::1", null, null, "source address ::1 is of another family than the target")]
    [InlineData(null, "nosuchif0", null, "interface nosuchif0 cannot be bound to: No such device (errno 19); is it an interface of this node?")]
    [InlineData(null, "a-name-longer-than-any", null, "interface a-name-longer-than-any cannot be bound to: No such device (errno 19); is it an interface of this node?")]
    public async Task Source_ThatIsNotHere_IsALocalError(string? address, string? name, int? port, string message)
    {
        foreach (CheckDefinition check in Both())
        {
            ProbeResult result = await Probing.RunAsync(check with { BindAddress = address is null ? null : IPAddress.Parse(address), BindInterface = name, BindPort = port }, 9);
            Assert.Equal((ProbeOutcome.LocalError, message), (result.Outcome, result.Message));
        }
    }

    [Fact]
    public async Task Source_PortThatIsTaken_IsALocalError()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen(1);
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        ProbeResult result = await Probing.RunAsync(s_tcp with { BindPort = port }, 9);
        Assert.Equal((ProbeOutcome.LocalError, $"source port {port} is taken by another program"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Server_OfIPv6_IsProbedToo()
    {
        await using var server = new LoopbackServer(_ => Task.CompletedTask, IPAddress.IPv6Loopback);
        Assert.Equal("connected", (await Probing.RunAsync(s_tcp with { BindAddress = IPAddress.IPv6Loopback }, server.Port, address: "::1")).Message);
    }

    // Setting a mark needs a right; whoever lacks it is told so and nothing else.
    [Fact]
    public async Task Mark_IsSetOrSaidToNeedARight()
    {
        await using var server = new LoopbackServer(_ => Task.CompletedTask);
        ProbeResult result = await Probing.RunAsync(s_tcp with { FirewallMark = 4_000_000_000 }, server.Port);
        string expected = Environment.UserName == "root" ? "connected" : "firewall mark 4000000000 cannot be set: Operation not permitted (errno 1); it needs CAP_NET_ADMIN";
        Assert.Equal(expected, result.Message);
    }

    private static CheckDefinition[] Both() => [s_tcp, new HttpCheckDefinition { ConnectTimeout = TimeSpan.FromSeconds(20), Tls = new TlsDefinition(), Urls = [new() { Path = "/" }] }];

    private static async Task<IPEndPoint> SeenAsync(Func<int, Task> probe)
    {
        var seen = new TaskCompletionSource<IPEndPoint>();
        await using var server = new LoopbackServer(connection =>
        {
            seen.TrySetResult((IPEndPoint)connection.Socket.RemoteEndPoint!);
            return Task.CompletedTask;
        });
        await probe(server.Port);
        return await seen.Task;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.7"), 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
