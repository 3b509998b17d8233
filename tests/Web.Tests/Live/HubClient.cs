using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Web.Tests.Api;

namespace KeepaliveConsole.Web.Tests.Live;

/// <summary>A client of the hub that speaks SignalR's JSON protocol over a WebSocket, as a browser does.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char Separator = '\u001e';
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly WebSocket _socket;
    private readonly Queue<JsonElement> _waiting = new();
    private readonly CancellationTokenSource _end = new(s_patience);
    private string _rest = "";

    private HubClient(WebSocket socket) => _socket = socket;

    public static async Task<HubClient> ConnectAsync(ConsoleFactory console, string token, string? origin = null)
    {
        var sockets = console.Server.CreateWebSocketClient();
        sockets.ConfigureRequest = request =>
        {
            request.Headers.Authorization = $"Bearer {token}";
            if (origin is not null) request.Headers.Origin = origin;
        };
        var client = new HubClient(await sockets.ConnectAsync(new Uri(console.Server.BaseAddress, "hubs/live"), CancellationToken.None));
        await client.SendAsync("{\"protocol\":\"json\",\"version\":1}");
        JsonElement handshake = await client.NextMessageAsync();
        Assert.False(handshake.TryGetProperty("error", out _));
        return client;
    }

    /// <summary>The next call of the server: its name and arguments. Pings are passed over.</summary>
    public async Task<(string Target, JsonElement Arguments)> NextAsync()
    {
        while (true)
        {
            JsonElement message = await NextMessageAsync();
            if (message.GetProperty("type").GetInt32() == 1) return (message.GetProperty("target").GetString()!, message.GetProperty("arguments"));
        }
    }

    /// <summary>Reads until the server calls <paramref name="target"/>.</summary>
    public async Task<JsonElement> UntilAsync(string target)
    {
        while (true)
        {
            (string name, JsonElement arguments) = await NextAsync();
            if (name == target) return arguments;
        }
    }

    /// <summary>Asks for the picture.</summary>
    public async Task<JsonElement> GetSnapshotAsync()
    {
        await SendAsync("{\"type\":1,\"invocationId\":\"1\",\"target\":\"GetSnapshot\",\"arguments\":[]}");
        while (true)
        {
            JsonElement message = await NextMessageAsync();
            if (message.GetProperty("type").GetInt32() == 3) return message.GetProperty("result");
        }
    }

    /// <summary>Reads until the server ends the connection.</summary>
    public async Task EndAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while ((await _socket.ReceiveAsync(buffer, _end.Token)).MessageType != WebSocketMessageType.Close)
            {
                // What was on the way.
            }
        }
        catch (Exception cut) when (cut is WebSocketException or IOException)
        {
            // Cut without a farewell.
        }
    }

    public ValueTask DisposeAsync()
    {
        _end.Dispose();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(string json) => _socket.SendAsync(Encoding.UTF8.GetBytes(json + Separator), WebSocketMessageType.Text, true, _end.Token);

    private async Task<JsonElement> NextMessageAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        while (_waiting.Count == 0)
        {
            WebSocketReceiveResult received = await _socket.ReceiveAsync(buffer, _end.Token);
            string[] parts = (_rest + Encoding.UTF8.GetString(buffer, 0, received.Count)).Split(Separator);
            _rest = parts[^1];
            foreach (string part in parts[..^1]) _waiting.Enqueue(JsonDocument.Parse(part).RootElement);
        }

        return _waiting.Dequeue();
    }
}
