using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>What a server sees at the end of a check that passed.</summary>
public sealed class ConnectionEndTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Http_EndsByReset_OnceTheAnswerIsWhole()
    {
        Assert.Equal(SocketError.ConnectionReset, await EndOfAsync(new HttpCheckDefinition { ConnectTimeout = s_patience, Urls = [new HttpUrlDefinition { Path = "/" }] }, async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }));
    }

    [Fact]
    public async Task Agent_EndsByReset()
    {
        Assert.Equal(SocketError.ConnectionReset, await EndOfAsync(new AgentCheckDefinition { ConnectTimeout = s_patience }, connection => connection.SendAsync("up\n")));
    }

    [Fact]
    public async Task Smtp_EndsByFin_SoThatQuitArrives()
    {
        Assert.Equal(SocketError.Success, await EndOfAsync(new SmtpCheckDefinition { ConnectTimeout = s_patience, HeloName = "director.example" }, async connection =>
        {
            byte[] said = new byte[256];
            await connection.SendAsync("220 mail\r\n");
            await connection.Socket.ReceiveAsync(said, connection.Stop);
            await connection.SendAsync("250 hello\r\n");
            await connection.Socket.ReceiveAsync(said, connection.Stop);
            await connection.SendAsync("221 bye\r\n");
        }));
    }

    private static async Task<SocketError> EndOfAsync(CheckDefinition check, Func<LoopbackServer.Connection, Task> serve)
    {
        var end = new TaskCompletionSource<SocketError>();
        await using var server = new LoopbackServer(async connection =>
        {
            await serve(connection);
            try
            {
                await connection.UntilClosedAsync();
                end.SetResult(SocketError.Success);
            }
            catch (SocketException failure)
            {
                end.SetResult(failure.SocketErrorCode);
            }
        });

        ProbeResult result = await Probing.RunAsync(check, server.Port);

        Assert.Equal(ProbeOutcome.Passed, result.Outcome);
        return await end.Task.WaitAsync(s_patience);
    }
}
