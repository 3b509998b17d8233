using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>Starts the election process, in the network namespace of the calling thread.</summary>
internal static class ElectionLauncher
{
    /// <summary>
    /// What the runtime of the process is told. It allocates next to nothing, so a collection is rare and small; it must never need a second
    /// thread for one (gcConcurrent), and code that is tiered up once is good enough (TieredPGO). The 128 MiB
    /// are a fence, no measure of what it needs: only a fault should meet them, and then it ends this process and not the machine. A tracer that
    /// nobody uses here (LTTng) takes a third of the runtime's start.
    /// </summary>
    private static readonly (string Name, string Value)[] s_runtime =
        [("DOTNET_gcConcurrent", "0"), ("DOTNET_gcServer", "0"), ("DOTNET_GCHeapHardLimit", "0x8000000"), ("DOTNET_TieredPGO", "0"), ("DOTNET_LTTng", "0")];

    /// <summary>Starts it. It detaches itself from this process; until then what goes wrong is said on <paramref name="firstWords"/>.</summary>
    /// <param name="program">What to start.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="process">It.</param>
    /// <param name="firstWords">What it says until its log is open.</param>
    /// <param name="untilReady">How long to wait until it says that it waits for the process before it to end; zero = there is none.</param>
    /// <returns>Why it could not be started; null = it runs.</returns>
    public static string? Start(ElectionProgram program, string options, out Process? process, out Task<string> firstWords, TimeSpan untilReady = default)
    {
        Detachment.KeepHandedSockets();
        var start = new ProcessStartInfo(program.File, [.. program.Arguments, "--directory", program.Directory, "--options", options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (string name in start.Environment.Keys.Where(IsForConsole).ToList()) start.Environment.Remove(name);
        foreach ((string name, string value) in s_runtime) start.Environment[name] = value;
        try
        {
            process = Process.Start(start)!;
            process.StandardInput.Close();
            // Nobody else reads there: a word, or the end.
            if (untilReady > TimeSpan.Zero) process.StandardOutput.ReadLineAsync().Wait(untilReady);
            process.StandardOutput.Close();
            // Ends as soon as the process has pointed its error output at its log.
            firstWords = process.StandardError.ReadToEndAsync();
            return null;
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            process = null;
            firstWords = Task.FromResult("");
            return $"{program.File} cannot be started: {error.Message}";
        }
    }

    /// <summary>Ends a process at once and in order, whatever version it is; by force when that takes longer than <paramref name="limit"/>.</summary>
    public static void End(ElectionLink link, int number, bool keepAddresses, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        try
        {
            link.SendAsync(new ElectionMessage.Stop(TimeSpan.Zero, keepAddresses), patience.Token).GetAwaiter().GetResult();
            while (true) Skip(link, patience.Token);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // It has ended.
        }
        catch (OperationCanceledException)
        {
            Kill(number);
        }
    }

    private static void Skip(ElectionLink link, CancellationToken cancellationToken)
    {
        try
        {
            link.ReceiveAsync(cancellationToken).GetAwaiter().GetResult();
        }
        catch (JsonException)
        {
            // The last words of another version; only its end matters.
        }
    }

    /// <summary>Ends a process that does not end by itself.</summary>
    public static void Kill(int number)
    {
        try
        {
            using var process = Process.GetProcessById(number);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or Win32Exception or InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>The console's own collector settings, and what its service manager gave it alone.</summary>
    private static bool IsForConsole(string name) =>
        name.StartsWith("DOTNET_GC", StringComparison.OrdinalIgnoreCase) || name.StartsWith("COMPlus_GC", StringComparison.OrdinalIgnoreCase)
        || name is "LISTEN_PID" or "LISTEN_FDS" or "LISTEN_FDNAMES" or "NOTIFY_SOCKET" or "WATCHDOG_PID" or "WATCHDOG_USEC";
}
