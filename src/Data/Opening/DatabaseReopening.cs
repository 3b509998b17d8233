using KeepaliveConsole.Data.Access;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Data.Opening;

/// <summary>A console that started without its database server tries again every five seconds until it is there; until then every change is refused.</summary>
internal sealed partial class DatabaseReopening(IConsoleDatabase database, DatabaseState state, ISetupTokens setup, ConsoleDataOptions options, TimeProvider clock,
    ILogger<DatabaseReopening> log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            string? said = state.ClosedBecause;
            while (state.ClosedBecause is { } why)
            {
                // One line for each reason, not for each attempt.
                if (why != said) LogStillAway(said = why);
                await Task.Delay(s_pause, clock, stoppingToken);
                if (await database.OpenAsync(stoppingToken) is not DatabaseOpening.Opened opened) continue;
                LogOpened(opened.Path);
                if (await setup.IssueAsync(stoppingToken) is not null) LogSetup(options.SetupTokenPath);
                return;
            }
        }
        catch (StorageUnavailableException exception)
        {
            LogStillAway(exception.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console stops.
        }
    }

    [LoggerMessage(4074, LogLevel.Warning, "The database is not open; changes are refused and the engine goes on. {Reason}")]
    private partial void LogStillAway(string reason);

    [LoggerMessage(4075, LogLevel.Information, "The database {Place} is open now; changes are taken again.")]
    private partial void LogOpened(string place);

    [LoggerMessage(4076, LogLevel.Warning, "The console is not set up yet: open /setup; the one-time token is in {Path}.")]
    private partial void LogSetup(string path);
}
