using System.Net.Sockets;
using System.Text;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api;

namespace KeepaliveConsole.Web.Tests.Live;

/// <summary>Readers that open a stream over a real socket and never read it.</summary>
public sealed class StalledReadersTests
{
    private const int Stalled = 200;
    private const int Events = 12_000;
    private const long MostMegabytes = 64;

    [Fact]
    public async Task TwoHundredStalledReaders_CostBoundedMemory_AndNobodyElseAnything()
    {
        await using var console = new ConsoleFactory();
        Uri address = console.Listen();
        string token = console.TokenOf(Roles.Viewer);
        var sockets = new List<Socket>();
        try
        {
            for (int i = 0; i < Stalled; i++) sockets.Add(await OpenAsync(address, token));
            using HttpClient client = new() { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            await using SseClient reader = await SseClient.OpenAsync(client);
            long before = GC.GetTotalMemory(forceFullCollection: true);

            // Ten megabytes and more for each stalled reader: no buffer on the way takes that.
            string text = new('x', 1000);
            for (int sent = 0; sent < Events;)
            {
                for (int i = 0; i < 500; i++, sent++) console.Engine.Publish(new EngineNotice("l1", text, EventSeverity.Info));
                for (long id = 0; id < sent;) id = (await reader.EventAsync()).Id;
            }

            long grown = (GC.GetTotalMemory(forceFullCollection: true) - before) / (1024 * 1024);
            Assert.True(grown < MostMegabytes, $"{Stalled} stalled readers and {Events} events took {grown} MiB");
        }
        finally
        {
            foreach (Socket socket in sockets) socket.Dispose();
        }
    }

    private static async Task<Socket> OpenAsync(Uri address, string token)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /api/v1/events HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n"));
        byte[] line = new byte[12];
        await socket.ReceiveAsync(line);
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(line));
        return socket;
    }
}
