using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Snapshots;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Cli;
using KeepaliveConsole.Web.Peers;
using KeepaliveConsole.Web.Settings;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Composition;

/// <summary>
/// An engine that runs before there is a host or an open database: it starts from the definition last in force, as a director that
/// restarts must listen again within half a second. The host then takes it over.
/// </summary>
internal sealed class EarlyEngine : IAsyncDisposable
{
    /// <summary>Longest the engine may take to give up in order: 15 s, more than the largest skew of common intervals.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for an election process to listen before the host is built: 700 ms. It goes on by itself after that, only slower.</summary>
    private static readonly TimeSpan s_electionFirst = TimeSpan.FromMilliseconds(700);

    private EarlyEngine(KeepaliveEngine engine, EngineSubscription events, DefinitionSnapshot snapshot, DirectoryHold hold, DeferredLoggers loggers) =>
        (Engine, Events, Snapshot, Hold, Loggers) = (engine, events, snapshot, hold, loggers);

    /// <summary>The engine, running.</summary>
    public KeepaliveEngine Engine { get; }

    /// <summary>What it said so far, for the recorder.</summary>
    public EngineSubscription Events { get; }

    /// <summary>What it runs with.</summary>
    public DefinitionSnapshot Snapshot { get; }

    /// <summary>The data directory.</summary>
    public DirectoryHold Hold { get; }

    /// <summary>Its loggers, until the host's are there.</summary>
    public DeferredLoggers Loggers { get; }

    /// <summary>
    /// Starts it, when there is a definition to start from. All that would keep the console from running and can be known without it
    /// (an address it cannot listen on, a data directory in use, settings that cannot be read) refuses here, before anything was touched.
    /// </summary>
    /// <returns>The engine, or why the console must not start; neither = nothing to start from.</returns>
    public static (EarlyEngine? Engine, CommandFailure? Refusal) Start(IReadOnlyList<string> configuration)
    {
        IConfigurationRoot settings;
        try
        {
            settings = EarlySettings.Read(configuration);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, null); // the host reads the same files and says what is wrong with them
        }

        ConsoleDataOptions data;
        try
        {
            data = StorageSettings.Read(settings);
        }
        catch (InvalidOperationException failure)
        {
            return (null, new CommandFailure(ExitCodes.Usage, $"The settings of section {StorageSettings.Section} cannot be read: {(failure.InnerException ?? failure).Message}"));
        }

        if (PeerList.Check(settings) is { } wrongPeers) return (null, wrongPeers);
        if (!ElectionCommand.IsThisProgram || !File.Exists(data.SnapshotPath)) return (null, null);
        if (ListenAddresses.Check(settings) is { } cannotListen) return (null, cannotListen);
        var options = new EngineOptions();
        try
        {
            settings.GetSection(EngineOptions.Section).Bind(options);
        }
        catch (InvalidOperationException failure)
        {
            return (null, new CommandFailure(ExitCodes.Usage, $"The settings of section {EngineOptions.Section} cannot be read: {(failure.InnerException ?? failure).Message}"));
        }

        (DirectoryHold? hold, string? refusal) = DirectoryHold.Take(data);
        if (hold is null) return (null, CommandFailure.Failed(refusal!));
        var loggers = new DeferredLoggers();
        bool isFast = DefinitionGlance.IsFast(data.SnapshotPath);
        ElectionProgram program = ElectionCommand.Program(data.DataDirectory, isFast)!;
        bool isElectionRunning = program.IsRunning();
        var engine = new KeepaliveEngine(Options.Create(options), loggers, TimeProvider.System, program);
        EngineSubscription events = engine.Subscribe(RecorderFeed.Name, RecorderFeed.Capacity);
        using EngineSubscription? starting = isFast && !isElectionRunning ? engine.Subscribe("start") : null;
        // A process for the election starts while the definition is read.
        engine.Start();
        if (IDefinitionSnapshot.Of(data).Read() is not SnapshotReading.Found found)
        {
            // One that a console before this one left goes on, for whoever adopts it; one that was only just started ends.
            options.KeepAddressesOnExit = isElectionRunning;
            engine.Dispose();
            events.Dispose();
            hold.Dispose(); // the database has the definition too, and says what is wrong if it has not
            return (null, null);
        }

        engine.Apply(found.Snapshot.Definition, found.Snapshot.Revision);
        if (starting is not null) AwaitElection(starting);
        return (new EarlyEngine(engine, events, found.Snapshot, hold, loggers), null);
    }

    // The host that follows takes every processor for seconds; a process that starts beside it listens a third of a second later.
    private static void AwaitElection(EngineSubscription starting)
    {
        using var patience = new CancellationTokenSource(s_electionFirst);
        try
        {
            foreach (EventBatch batch in starting.ReadAsync(patience.Token).ToBlockingEnumerable(CancellationToken.None))
                if (batch.Events.Any(happened => happened is VrrpTransitioned)) return;
        }
        catch (OperationCanceledException)
        {
            // It takes longer than anybody should wait for the console.
        }
    }

    /// <summary>Gives up in order, if that was not done yet, and lets go of the data directory.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Farewell);
        await Engine.StopAsync(patience.Token).ConfigureAwait(false);
        Engine.Dispose();
        Events.Dispose();
        Loggers.Dispose();
        Hold.Dispose();
    }
}
