using System.Runtime.InteropServices;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Web.Composition;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Windows;
using KeepaliveConsole.Web.Peers;
using Microsoft.AspNetCore.Hosting.Server;

namespace KeepaliveConsole.Web.Cli;

/// <summary>
/// <c>serve</c>: checks everything that could stop it, starts the engine, then the web host; on SIGTERM first lets the engine give up
/// in order, then ends the web host. Until the engine starts nothing on the host was changed but the data directory. A director that has
/// run before starts its engine first, from the snapshot; should its database be broken, the engine runs on without a console.
/// </summary>
internal sealed partial class ServeCommand(TextWriter output, TextWriter error)
{
    /// <summary>Runs until the process is told to end.</summary>
    public async Task<int> RunAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        ConfImportResult? first = null;
        if (settings.Conf is { } file)
        {
            first = ConfOnDisk.Read(file, settings.Node);
            ConfOnDisk.Print(first, error);
            if (first.HasErrors) return CommandFailure.Failed($"{file} has errors; nothing was started.").Report(error);
        }

        EarlyEngine? early = null;
        if (first is null)
        {
            (early, CommandFailure? refusal) = EarlyEngine.Start(settings.Configuration);
            if (refusal is not null) return refusal.Report(error);
        }

        if (early is null) return await RunAsync(settings, first, null, cancellationToken).ConfigureAwait(false);
        await using (early.ConfigureAwait(false))
        {
            // The host listens to signals only once it runs, and the engine must not be cut short before that either.
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using PosixSignalRegistration terminated = EndOn(PosixSignal.SIGTERM, ended);
            using PosixSignalRegistration interrupted = EndOn(PosixSignal.SIGINT, ended);
            try
            {
                return await RunAsync(settings, first, early, ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return ExitCodes.Fine;
            }
        }
    }

    private static PosixSignalRegistration EndOn(PosixSignal signal, CancellationTokenSource ended) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        ended.Cancel();
    });

    private async Task<int> RunAsync(ServeSettings settings, ConfImportResult? first, EarlyEngine? early, CancellationToken cancellationToken)
    {
        WebApplication app;
        try
        {
            app = ConsoleHost.Build(settings.Configuration, early);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CommandFailure.Failed($"The console's own files cannot be read by this user ({failure.Message}); publish it (./run.sh publish DIR) and start it from there.").Report(error);
        }

        await using (app.ConfigureAwait(false))
        {
            try
            {
                return await RunAsync(app, settings, first, early, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (StorageFailure.IsOne(failure))
            {
                return await WithoutDatabaseAsync(StorageFailure.Describe(failure), early, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A director that holds addresses does not drop them because its console cannot start: the engine runs on until it is told to end.</summary>
    private async Task<int> WithoutDatabaseAsync(string sentence, EarlyEngine? early, CancellationToken cancellationToken)
    {
        if (early is null) return CommandFailure.Failed(sentence).Report(error);
        int exit = CommandFailure.Failed($"{sentence} The engine runs on with revision {early.Snapshot.Revision} of {early.Snapshot.AppliedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, without a console; it ends with SIGTERM.").Report(error);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration asked = cancellationToken.Register(() => ended.TrySetResult());
        await ended.Task.ConfigureAwait(false);
        // Now, while there is somebody to log its last words.
        using var patience = new CancellationTokenSource(EarlyEngine.Farewell);
        await early.Engine.StopAsync(patience.Token).ConfigureAwait(false);
        return exit;
    }

    private async Task<int> RunAsync(WebApplication app, ServeSettings settings, ConfImportResult? first, EarlyEngine? early, CancellationToken cancellationToken)
    {
        IServiceProvider services = app.Services;
        // The server of an in-memory test host opens no socket.
        bool listens = services.GetRequiredService<IServer>().GetType().Namespace?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true;
        if (early is null && PeerList.Check(app.Configuration) is { } wrongPeers) return wrongPeers.Report(error);
        if (early is null && listens && ListenAddresses.Check(app.Configuration) is { } cannotListen) return cannotListen.Report(error);
        var away = await services.GetRequiredService<IConsoleDatabase>().OpenAsync(cancellationToken).ConfigureAwait(false) as DatabaseOpening.Failed;
        // A server comes back by itself: the console runs meanwhile and shows what the engine does. A file does not.
        bool waits = away?.Problem == DatabaseProblem.Unreachable && early is not null;
        if (away is not null && !waits) return await WithoutDatabaseAsync(away.Sentence, early, cancellationToken).ConfigureAwait(false);

        StoredDefinition? stored = null;
        bool tokenIsNew = false;
        string? setupToken = null;
        if (!waits)
        {
            await services.GetRequiredService<CommitWindowKeeper>().ResumeAsync(cancellationToken).ConfigureAwait(false);
            (stored, CommandFailure? refused) = await FirstDefinitionAsync(services, settings, first, cancellationToken).ConfigureAwait(false);
            if (refused is not null) return refused.Report(error);
            tokenIsNew = !File.Exists(services.GetRequiredService<ConsoleDataOptions>().SetupTokenPath);
            setupToken = await services.GetRequiredService<ISetupTokens>().IssueAsync(cancellationToken).ConfigureAwait(false);
        }

        var engine = services.GetRequiredService<IEngineLifetime>();
        var applier = services.GetRequiredService<DefinitionApplier>();
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        var log = services.GetRequiredService<ILogger<ServeCommand>>();
        services.GetRequiredService<RecorderFeed>().Subscribe();
        if (early is null) engine.Start();
        try
        {
            if (stored is not null && stored.Revision == early?.Snapshot.Revision && stored.Definition == early.Snapshot.Definition) applier.IsInForce(stored);
            else if (stored is not null) Report(log, stored, applier.Apply(stored));
            else if (waits) LogWaits(log, early!.Snapshot.Revision, away!.Sentence);
            else if (early is not null) LogEmptyStore(log, early.Snapshot.Revision);
            using PosixSignalRegistration reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Reload(signal, app.Configuration, log));
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            if (listens) Announce(app, services.GetRequiredService<ConsoleDataOptions>(), setupToken, tokenIsNew);
            await StoppingAsync(lifetime, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested || cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Fine; // told to end while the web host was starting
        }
        catch (IOException failure)
        {
            return CommandFailure.Failed($"The console cannot listen ({failure.Message}); choose another address with --urls.").Report(error);
        }
        finally
        {
            // The console still answers meanwhile, so that people see the takeover.
            using var patience = new CancellationTokenSource(EarlyEngine.Farewell);
            await engine.StopAsync(patience.Token).ConfigureAwait(false);
        }

        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return ExitCodes.Fine;
    }

    private async Task<(StoredDefinition? Stored, CommandFailure? Refused)> FirstDefinitionAsync(IServiceProvider services, ServeSettings settings, ConfImportResult? first, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IDefinitionStore>();
        string data = services.GetRequiredService<ConsoleDataOptions>().DataDirectory;
        StoredDefinition? stored = await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false);
        if (first is null) return (stored, null);
        string node = NodeOf(services);
        if (stored is not null)
            return (null, CommandFailure.Failed($"--conf is for an empty store, and {data} has revision {stored.Revision} already; leave --conf out, or import the file: keepalive-console import {settings.Conf} --node {node} --data {data}"));

        SaveOutcome outcome = await store.SaveAsync(new ConfReading(first, node).Change(Actor.Cli, dryRun: false), cancellationToken).ConfigureAwait(false);
        switch (outcome)
        {
            case SaveOutcome.Saved saved:
                ConfOnDisk.Print(settings.Conf!, first, saved.Warnings, error);
                return (saved.Stored, null);
            case SaveOutcome.Refused broken:
                ConfOnDisk.Print(settings.Conf!, first, broken.Problems, error);
                return (null, CommandFailure.Failed($"{settings.Conf} breaks a rule; nothing was started."));
            default:
                return (null, CommandFailure.Failed($"{settings.Conf} says nothing that could be kept; nothing was started."));
        }
    }

    private static string NodeOf(IServiceProvider services) => services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Engine.Hosting.EngineOptions>>().Value.Node;

    private void Announce(WebApplication app, ConsoleDataOptions data, string? setupToken, bool tokenIsNew)
    {
        string url = app.Urls.FirstOrDefault() ?? "";
        output.WriteLine($"KeepaliveConsole runs: {url}");
        if (setupToken is null) return;
        output.WriteLine(tokenIsNew
            ? $"Set it up: {url}/setup with the one-time token {setupToken} (also in {data.SetupTokenPath})"
            : $"It is not set up yet: open {url}/setup; the one-time token is in {data.SetupTokenPath}");
        output.Flush();
    }

    private static void Report(ILogger log, StoredDefinition stored, ValueArray<DefinitionProblem> problems)
    {
        foreach (DefinitionProblem problem in problems)
            if (problem.Severity == ProblemSeverity.Error) LogRefused(log, stored.Revision, problem.Pointer, problem.Message);
    }

    private static void Reload(PosixSignalContext signal, IConfiguration configuration, ILogger log)
    {
        signal.Cancel = true;
        ((IConfigurationRoot)configuration).Reload();
        LogReloaded(log);
    }

    private static async Task StoppingAsync(IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration asked = lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        using CancellationTokenRegistration ended = cancellationToken.Register(() => stopping.TrySetResult());
        await stopping.Task.ConfigureAwait(false);
    }

    [LoggerMessage(4078, LogLevel.Error, "The engine runs with revision {Revision} of the snapshot and the console shows it; changes are refused until the database is there. {Reason}")]
    private static partial void LogWaits(ILogger logger, long revision, string reason);

    [LoggerMessage(5301, LogLevel.Error, "Revision {Revision} is not in force: {Pointer}: {Message}")]
    private static partial void LogRefused(ILogger logger, long revision, string pointer, string message);

    [LoggerMessage(5302, LogLevel.Information, "The settings were read again.")]
    private static partial void LogReloaded(ILogger logger);

    [LoggerMessage(5303, LogLevel.Warning, "The store is empty, yet this director ran with revision {Revision} before and runs on with it; what is saved next replaces it. To start with nothing instead, remove definition.json and start again.")]
    private static partial void LogEmptyStore(ILogger logger, long revision);
}
