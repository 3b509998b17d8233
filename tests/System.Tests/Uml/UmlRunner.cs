using System.Diagnostics;

namespace KeepaliveConsole.System.Tests.Uml;

/// <summary>What a command in the guest gave.</summary>
/// <param name="ExitCode">Its exit status; 124 = it took too long, 125 = the guest's kernel died.</param>
/// <param name="Output">Its standard output and error.</param>
/// <param name="Trouble">What the runner itself had to say; empty when all went well.</param>
internal sealed record UmlResult(int ExitCode, string Output, string Trouble);

/// <summary>
/// Runs commands in a user-mode Linux guest: a kernel of its own with IPVS, on a throw-away overlay of this host's files
/// (uml.sh says more). A place for kernel features that the host lacks.
/// </summary>
internal static class UmlRunner
{
    /// <summary>The dotnet program that runs this very test, for starting a .dll in the guest.</summary>
    public static string DotnetPath { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Uml", "uml.sh");

    /// <summary>Boots a guest, runs <paramref name="command"/> in it as root, and switches it off.</summary>
    /// <param name="command">Program and arguments, passed on as they are.</param>
    /// <param name="timeout">Longest time, boot (3 to 6 s) included.</param>
    /// <param name="memory">Memory of the guest: 256M is enough for a small .NET program, 512M for the console.</param>
    /// <param name="share">Folder that the guest may write to as /run/w; null = none is kept.</param>
    public static UmlResult Run(IReadOnlyList<string> command, TimeSpan timeout, string memory = "512M", string? share = null)
    {
        var start = new ProcessStartInfo("nice") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-n", "5", "bash", Script, "run", "-m", memory, "-t", $"{timeout.TotalSeconds:0}"]) start.ArgumentList.Add(argument);
        if (share is not null) foreach (string argument in (string[])["-w", share]) start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--");
        foreach (string argument in command) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> trouble = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new UmlResult(process.ExitCode, output, trouble.GetAwaiter().GetResult());
    }
}
