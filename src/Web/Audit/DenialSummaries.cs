namespace KeepaliveConsole.Web.Audit;

/// <summary>Has the counts of refusals written when their minute is over, and the rest when the console stops.</summary>
internal sealed class DenialSummaries(DenialLog denials, TimeProvider time) : BackgroundService
{
    /// <summary>Time between two looks: 10 s.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await denials.SummariseAsync(all: true).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await denials.SummariseAsync(all: false).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
