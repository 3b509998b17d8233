using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Live;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Peers;

/// <summary>Tells when a peer begins not to be heard, and when that ends: once each, in the log, in the stream of events and on the hub.</summary>
internal sealed partial class PeerNews(IEventLog log, LiveBroadcaster live, IEngineStatusFeed feed, IOptions<EngineOptions> engine, TimeProvider time, ILogger<PeerNews> logger)
{
    /// <summary>Kind of the event when it begins.</summary>
    public const string LostKind = "peerConsoleLost";

    /// <summary>Kind of the event when it ends.</summary>
    public const string FoundKind = "peerConsoleFound";

    private readonly ConcurrentDictionary<string, bool> _lost = new();

    /// <summary>How a peer stands now.</summary>
    /// <param name="peer">Its address.</param>
    /// <param name="trouble">Why what it says does not count; null = it does.</param>
    public void Stands(string peer, string? trouble)
    {
        if (trouble is not null && _lost.TryAdd(peer, true))
        {
            LogLost(peer, trouble);
            Tell(LostKind, peer, EventSeverity.Warning, $"The console {peer} does not tell whether its node is Master too: {trouble}.", trouble);
        }
        else if (trouble is null && _lost.TryRemove(peer, out _))
        {
            LogFound(peer);
            Tell(FoundKind, peer, EventSeverity.Info, $"The console {peer} tells again whether its node is Master too.", null);
        }
    }

    private void Tell(string kind, string peer, EventSeverity severity, string sentence, string? reason)
    {
        var told = new StreamedEvent(kind, engine.Value.Node, time.GetUtcNow(), 0, feed.Current.AppliedRevision, severity, null, null, null, sentence,
            new JsonObject { ["peer"] = peer, ["reason"] = reason });
        live.Tell(told);
        log.Tell(told);
    }

    [LoggerMessage(5233, LogLevel.Warning, "The console {Peer} does not tell whether its node is Master too, so its claim is missing among the signs of a split brain: {Reason}.")]
    private partial void LogLost(string peer, string reason);

    [LoggerMessage(5234, LogLevel.Information, "The console {Peer} tells again whether its node is Master too.")]
    private partial void LogFound(string peer);
}
