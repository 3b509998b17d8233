using System.Diagnostics;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>Runs a program of the host, in the network namespace of the calling thread.</summary>
internal static class Tool
{
    /// <summary>Its output. Throws with everything it said when it fails.</summary>
    public static string Run(string program, string arguments, string input = "")
    {
        (int exitCode, string output, string error) = Try(program, arguments, input);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments} failed with {exitCode}: {error}{output}\n{input}");
    }

    /// <summary>Its exit code and output, whatever they are.</summary>
    public static (int ExitCode, string Output, string Error) Try(string program, string arguments, string input = "")
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
