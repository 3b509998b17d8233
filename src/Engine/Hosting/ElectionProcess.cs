using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Runtime.Isolation;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>
/// The whole life of an election process: it detaches itself from the console that started it, runs the election, and serves whichever
/// console connects. It ends when a console or SIGTERM says so, never because a console is gone.
/// </summary>
public static partial class ElectionProcess
{
    private const int Fine = 0;
    private const int Failed = 1;
    private const int Usage = 2;

    /// <summary>Runs it.</summary>
    /// <param name="arguments"><c>--directory DIR --options JSON</c>.</param>
    /// <param name="version">Version of the product.</param>
    /// <returns>Exit code: 0 ended in order, 1 cannot run (one line on the error output says why), 2 wrong arguments.</returns>
    public static int Run(IReadOnlyList<string> arguments, string version)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments is not ["--directory", var directory, "--options", var settings])
        {
            Console.Error.WriteLine("keepalive-console: election is started by the console itself, with --directory DIR --options JSON.");
            return Usage;
        }

        // Reflection without generated code: each member is read a few times in the life of this process, so that compiling its access never pays.
        AppContext.SetSwitch("System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported", false);
        var program = new ElectionProgram("", [], directory, version);
        try
        {
            EngineOptions options = ElectionSettings.Read(settings);
            Detachment.LeaveSession();
            return Serve(program, options, settings);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine($"keepalive-console election: {error.Message}");
            return Failed;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Serve(ElectionProgram program, EngineOptions options, string settings)
    {
        TimeProvider time = TimeProvider.System;
        var backlog = new EventBacklog(time);
        using var log = new ElectionLog(program.LogPath, time);
        using IElectionHost election = ElectionHosts.Here(options, program, backlog, log, time);
        election.Start();
        // All that takes time and changes nothing comes before the lock: the process before this one may wait for it to end.
        ClusterDefinition? last = DefinitionGlance.Read(program.SnapshotPath);
        using FileStream held = ElectionLock.Take(program);
        using System.Net.Sockets.Socket listener = PrivateSocket.Listen(program.SocketPath);
        log.TakeOver();
        ILogger logger = log.CreateLogger(nameof(ElectionProcess));
        var hello = new ElectionMessage.Hello(ElectionMessage.Protocol, program.Version, Environment.ProcessId, time.GetUtcNow(), NetworkNamespaceName.Current(), settings);
        using var server = new ElectionServer(listener, hello, election, backlog, time, logger);
        using PosixSignalRegistration hangUp = Ignore(PosixSignal.SIGHUP);
        using PosixSignalRegistration interrupt = Ignore(PosixSignal.SIGINT);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            server.AskToStop(new ElectionMessage.Stop(null, options.KeepAddressesOnExit));
        });
        // Before any console is heard, so that what it says comes after.
        if (last is not null) election.Apply(last);
        Task<ElectionMessage.Stop> serving = server.ServeAsync();
        _ = Task.Run(DefinitionJson.Warm); // for the console's first message; the election above did without
        LinuxError memory = Detachment.LockMemory();
        LogStarted(logger, program.Version, Environment.ProcessId, memory.ToString());
        ElectionMessage.Stop stop = serving.GetAwaiter().GetResult();
        election.StopAsync(stop.Limit, stop.KeepAddresses).GetAwaiter().GetResult();
        LogEnded(logger, stop.KeepAddresses ? "its addresses stay for the next" : "in order");
        server.CloseAsync().GetAwaiter().GetResult();
        File.Delete(program.SocketPath);
        return Fine;
    }

    /// <summary>A terminal that closes, or Ctrl-C in it, is the console's business.</summary>
    private static PosixSignalRegistration Ignore(PosixSignal signal) => PosixSignalRegistration.Create(signal, static context => context.Cancel = true);

    [LoggerMessage(2303, LogLevel.Information, "Election process {ProcessId} of version {Version} has started; locking its memory: {Memory}.")]
    private static partial void LogStarted(ILogger logger, string version, int processId, string memory);

    [LoggerMessage(2304, LogLevel.Information, "The election process has ended: {How}.")]
    private static partial void LogEnded(ILogger logger, string how);
}
