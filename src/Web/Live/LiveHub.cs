using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace KeepaliveConsole.Web.Live;

/// <summary><c>/hubs/live</c>: the picture on connecting, then what changes. Needs the role viewer.</summary>
[Authorize(Roles.Viewer)]
internal sealed class LiveHub(LiveBroadcaster broadcaster, IEngineStatusFeed feed, IHubContext<LiveHub, ILiveClient> context) : Hub<ILiveClient>
{
    private const string ConnectionKey = "live";

    /// <inheritdoc />
    public override async Task OnConnectedAsync()
    {
        var connection = new LiveConnection();
        Context.Items[ConnectionKey] = connection;
        broadcaster.Add(connection);
        // The hub object is gone after this call; the pump needs clients that live as long as the connection.
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
