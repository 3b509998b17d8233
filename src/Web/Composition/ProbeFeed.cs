using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Carries the minutes of probes that the engine closes to the history, which writes them behind the engine's back.</summary>
internal sealed class ProbeFeed(IEngineHistory history, IEngineStatusFeed feed, ProbeRecorder recorder) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        history.MinuteClosed += Keep;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken)
    {
        history.MinuteClosed -= Keep;
        return Task.CompletedTask;
    }

    private void Keep(IReadOnlyList<ProbeSummary> minutes) => recorder.Enqueue(feed.Current.Node, minutes);
}
