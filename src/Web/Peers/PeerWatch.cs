using System.Globalization;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Peers;

/// <summary>
/// While this node is Master, asks the other consoles whether theirs is too, and hands what contradicts to the engine as a sign of a split brain. A node that
/// is Master of nothing, or knows no peer, asks nobody. Each peer is asked by itself, so one that is slow delays no other.
/// </summary>
internal sealed class PeerWatch(PeerList peers, IEngineStatusFeed feed, IEngineCommands engine, PeerNews news, TimeProvider time) : BackgroundService
{
    /// <summary>Its name among the readers of the stream.</summary>
    public const string Name = "peers";

    /// <summary>Time between two questions to the same peer: 1 s.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Time to the next question when a peer refused: 30 s. Its limit of wrong tokens is 30 a minute.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (peers.Peers.Count == 0) return;
        using EngineSubscription events = feed.Subscribe(Name);
        PeerConsole[] consoles = [.. peers.Peers.Select(peer => new PeerConsole(peer, time))];
        CancellationTokenSource? asking = null;
        Task asked = Task.CompletedTask;
        try
        {
            Follow(events.Initial);
            await foreach (EventBatch batch in events.ReadAsync(stoppingToken).ConfigureAwait(false))
                if (batch.Dropped > 0 || batch.Events.Any(MayMoveMastership)) Follow(feed.Current);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console ends.
        }
        finally
        {
            asking?.Cancel();
            await asked.ConfigureAwait(false);
            asking?.Dispose();
            foreach (PeerConsole console in consoles) console.Dispose();
        }

        void Follow(EngineStatus status)
        {
            bool isMaster = status.Vrrp.Any(instance => instance.State == VrrpState.Master);
            if (isMaster == (asking is not null)) return;
            if (isMaster)
            {
                asking = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                CancellationToken end = asking.Token;
                asked = Task.WhenAll([asked, .. consoles.Select(console => Task.Run(() => AskOnAsync(console, end), CancellationToken.None))]);
                return;
            }

            asking!.Cancel();
            asking.Dispose();
            asking = null;
        }
    }

    private static bool MayMoveMastership(EngineEvent happened) => happened is VrrpTransitioned or DefinitionApplied;

    private async Task AskOnAsync(PeerConsole console, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(Pace, time);
        try
        {
            do
            {
                PeerAnswer answer = await console.AskAsync(cancellationToken).ConfigureAwait(false);
                if (answer is PeerAnswer.Said said)
                {
                    news.Stands(console.Name, Weigh(said));
                }
                else if (answer is PeerAnswer.Failed failed)
                {
                    news.Stands(console.Name, failed.Reason);
                    if (failed.IsLasting) await Task.Delay(Rest, time, cancellationToken).ConfigureAwait(false);
                }
            }
            while (await pace.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This node is Master no more, or the console ends.
        }
    }

    /// <summary>Hands on what is claimed; gives why what the peer says does not count, null = it does.</summary>
    private string? Weigh(PeerAnswer.Said said)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (!PeerClaims.IsOfNow(said.Document, now))
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"what it shows is of {said.Document.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC and here it is {now.UtcDateTime:HH:mm:ss}; set the clocks of both nodes by NTP, and let no cache stand between them");
        }

        // The usual answer, for which this node's own picture need not be taken.
        if (!said.Document.IsMaster) return null;
        EngineStatus own = feed.Current;
        if (PeerClaims.IsSame(own, said.Document)) return "it is this console itself; name the other node's";
        foreach (PeerClaim claim in PeerClaims.Between(own, said.Document, said.Address, now)) engine.PeerClaims(claim.Instance, claim.Peer, claim.Priority);
        return null;
    }
}
