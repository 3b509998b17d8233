using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.Engine.TestKit;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class TcpProbeTests
{
    private static readonly TcpCheckDefinition s_check = new() { ConnectTimeout = TimeSpan.FromSeconds(5) };

    [Fact]
    public async Task Server_Accepts_PassesAndClosesByReset_SoThatNothingIsRemembered()
    {
        var seen = new TaskCompletionSource<SocketError>();
        await using var server = new LoopbackServer(async connection =>
        {
            try
            {
                await connection.Socket.ReceiveAsync(new byte[16], connection.Stop);
                seen.SetResult(SocketError.Success);
            }
            catch (SocketException e)
            {
                seen.SetResult(e.SocketErrorCode);
            }
        });

        ProbeResult result = await RunAsync(server.Port);

        Assert.Equal((ProbeOutcome.Passed, "connected"), (result.Outcome, result.Message));
        Assert.NotNull(result.ConnectDuration);
        Assert.Null(result.FirstByteDuration);
        Assert.InRange(result.Duration, result.ConnectDuration.Value, TimeSpan.FromSeconds(5));
        Assert.Equal(SocketError.ConnectionReset, await seen.Task);
    }

    [Fact]
    public async Task Port_NobodyListens_IsRefused()
    {
        int port;
        await using (var server = new LoopbackServer(_ => Task.CompletedTask)) port = server.Port;

        ProbeResult result = await RunAsync(port);

        Assert.Equal((ProbeOutcome.Refused, "connection refused"), (result.Outcome, result.Message));
        Assert.Null(result.ConnectDuration);
    }

    [Fact]
    public async Task Server_DoesNotAnswerTheHandshake_TimesOut()
    {
        // A full accept queue: Linux drops further SYNs, as a dead machine would.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var target = (IPEndPoint)listener.LocalEndPoint!;
        var queue = new List<Socket>();
        try
        {
            for (int i = 0; i < 8; i++)
            {
                var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                queue.Add(filler);
                try
                {
                    filler.Connect(target);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // On its way.
                }
            }

            var time = new ManualTime();
            Task<ProbeResult> probe = Probing.RunAsync(s_check, target.Port, time);
            await time.TimersSetAsync(1);
            time.Advance(TimeSpan.FromSeconds(4.999));
            Assert.False(probe.IsCompleted);
            time.Advance(TimeSpan.FromMilliseconds(1));
            ProbeResult result = await probe;

            Assert.Equal((ProbeOutcome.TimedOut, "no connection within 5 s"), (result.Outcome, result.Message));
            Assert.Equal(5, result.Duration.TotalSeconds);
            Assert.Null(result.ConnectDuration);
        }
        finally
        {
            queue.ForEach(one => one.Dispose());
        }
    }

    [Fact]
    public async Task Address_WithoutARoute_IsUnreachable()
    {
        // The broadcast address of the loopback network: TCP has no route to it, and nothing leaves the machine.
        ProbeResult result = await Probing.RunAsync(s_check, 9, address: "127.255.255.255");
        Assert.Equal((ProbeOutcome.Unreachable, "network unreachable"), (result.Outcome, result.Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public async Task Port_OutOfRange_IsALocalError(int port)
    {
        ProbeResult result = await RunAsync(port);
        Assert.Equal(ProbeOutcome.LocalError, result.Outcome);
        Assert.Contains("no port to connect to", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_NoLongerWanted_Throws()
    {
        using var removed = new CancellationTokenSource();
        await removed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Probing.RunAsync(s_check, 9, cancellationToken: removed.Token));
    }

    [Theory]
    [InlineData(LinuxError.ECONNREFUSED, ProbeOutcome.Refused)]
    [InlineData(LinuxError.EHOSTUNREACH, ProbeOutcome.Unreachable)]
    [InlineData(LinuxError.ENETUNREACH, ProbeOutcome.Unreachable)]
    [InlineData(LinuxError.ETIMEDOUT, ProbeOutcome.TimedOut)]
    [InlineData(LinuxError.ECONNRESET, ProbeOutcome.Closed)]
    [InlineData(LinuxError.EMFILE, ProbeOutcome.LocalError)]
    [InlineData(LinuxError.EADDRNOTAVAIL, ProbeOutcome.LocalError)]
    [InlineData(LinuxError.ENOBUFS, ProbeOutcome.LocalError)]
    [InlineData(LinuxError.EACCES, ProbeOutcome.LocalError)]
    [InlineData(LinuxError.EAFNOSUPPORT, ProbeOutcome.LocalError)]
    internal void SocketError_SaysSomethingAboutTheServerOrAboutThisNode(int error, ProbeOutcome expected)
    {
        ProbeVerdict verdict = SocketFailure.Connecting(new LinuxError(error));
        Assert.Equal(expected, verdict.Outcome);
        Assert.NotEmpty(verdict.Message.ToString());
    }

    [Theory]
    [InlineData(null, null, 80, "10.88.0.101", 80)]
    [InlineData("10.9.9.9", null, 80, "10.9.9.9", 80)]
    [InlineData(null, 8081, 80, "10.88.0.101", 8081)]
    [InlineData(null, null, 0, "10.88.0.101", 443)]
    [InlineData(null, 8081, 0, "10.88.0.101", 8081)]
    public void Target_OfACheck_IsItsOwnElseTheServersElseTheServicesPort(string? address, int? port, int serverPort, string wantedAddress, int wantedPort)
    {
        var check = new TcpCheckDefinition { ConnectAddress = address is null ? null : IPAddress.Parse(address), ConnectPort = port };
        var server = new RealServerDefinition { Address = IPAddress.Parse("10.88.0.101"), Port = serverPort };
        ProbeRequest target = ProbeRequest.For(check, server, new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 443 });
        Assert.Equal((wantedAddress, wantedPort), (target.Address.ToString(), target.Port));
    }

    private static Task<ProbeResult> RunAsync(int port) => Probing.RunAsync(s_check, port);
}
