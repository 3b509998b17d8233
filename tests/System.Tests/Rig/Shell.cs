using System.Diagnostics;
using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.System.Tests.Rig;

/// <summary>Runs a program and waits for it.</summary>
internal static class Shell
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks a program to end, as an operator would (SIGTERM).</summary>
    public static void Terminate(Process process) => _ = Libc.kill(process.Id, Libc.SIGTERM);

    /// <summary>Runs it; a non-zero exit throws with what it said. Arguments are split at blanks.</summary>
    public static string Run(string commandLine)
    {
        (int exit, string output) = TryRun(commandLine);
        return exit == 0 ? output : throw new InvalidOperationException($"'{commandLine}' ended with {exit}: {output.Trim()} (these tests run as root, with iproute2 installed)");
    }

    /// <summary>Runs it and returns its exit code with all it said.</summary>
    public static (int Exit, string Output) TryRun(string commandLine)
    {
        string[] words = commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{commandLine}' did not end within {s_limit.TotalSeconds} s.");
        }

        return (process.ExitCode, output + error.Result);
    }
}
