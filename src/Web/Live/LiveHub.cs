using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace KeepaliveConsole.Web.Live;

/// <summary><c>/hubs/live</c>: the picture on connecting, then what changes. Needs the role viewer.</summary>
[Authorize(Roles.Viewer)]
internal sealed class LiveHub(LiveBroadcaster broadcaster, OpenStreams streams, IEngineStatusFeed feed, IHubContext<LiveHub, ILiveClient> context) : Hub<ILiveClient>
{
    private const string ConnectionKey = "live";
    private const string OpenKey = "open";

    /// <inheritdoc />
    public override async Task OnConnectedAsync()
    {
        LiveConnection connection = broadcaster.Create();
        Context.Items[ConnectionKey] = connection;
        OpenStream open = streams.Open(Context.User!);
        Context.Items[OpenKey] = open;
        // The hub object is gone after this call; what it holds of the connection lives as long as that.
        open.Ended.Register(Context.Abort);
        broadcaster.Add(connection);
        ILiveClient client = context.Clients.Client(Context.ConnectionId);
        CancellationToken aborted = Context.ConnectionAborted;
        _ = Task.Run(() => PumpAsync(connection, client, aborted), CancellationToken.None);
        await base.OnConnectedAsync().ConfigureAwait(false);
    }

    /// <summary>The picture again, for a client that found a gap. Messages up to its <c>seq</c> are in it.</summary>
    public SnapshotDocument GetSnapshot() => ((LiveConnection)Context.Items[ConnectionKey]!).Snapshot(() => feed.Current);

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items[ConnectionKey] is LiveConnection connection) broadcaster.Remove(connection);
        if (Context.Items[OpenKey] is OpenStream open) open.Dispose();
        return base.OnDisconnectedAsync(exception);
    }

    private static async Task PumpAsync(LiveConnection connection, ILiveClient client, CancellationToken aborted)
    {
        try
        {
            await connection.PumpAsync(client, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }
    }
}
