using System.ComponentModel;
using System.Diagnostics;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>What a run of nft gave.</summary>
/// <param name="ExitCode">0 = done; null = it could not be started or did not end.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error, or why it could not be run.</param>
internal readonly record struct NftResult(int? ExitCode, string Output, string Error);

/// <summary>Runs nft.</summary>
internal interface INftCommand
{
    /// <summary>Runs nft with <paramref name="arguments"/>, feeding it <paramref name="input"/>, in the network namespace of the calling thread. Never throws.</summary>
    NftResult Run(IEnumerable<string> arguments, string input);
}

/// <summary>
/// Runs the nft program. A program and not its library: the library prints, aborts and leaks in the process that uses it,
/// and this process also sends the adverts. The path is fixed when it is made, so a changed PATH cannot slip in another program.
/// </summary>
internal sealed class NftCommand : INftCommand
{
    private static readonly string[] s_folders = ["/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin", "/bin"];
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);
    private readonly string? _path = Array.Find([.. s_folders.Select(folder => Path.Combine(folder, "nft"))], File.Exists);

    public const string NotInstalled = "the program nft is not installed: install the package nftables";

    /// <inheritdoc />
    public NftResult Run(IEnumerable<string> arguments, string input)
    {
        if (_path is null) return new NftResult(null, "", NotInstalled);
        var start = new ProcessStartInfo(_path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = new Process { StartInfo = start };
            process.Start();
            return Finish(process, input);
        }
        catch (Exception problem) when (problem is Win32Exception or IOException or InvalidOperationException)
        {
            return new NftResult(null, "", $"{_path} could not be run: {problem.Message}");
        }
    }

    private NftResult Finish(Process process, string input)
    {
        bool killed = false;
        using var guard = new Timer(_ =>
        {
            killed = true;
            process.Kill();
        }, null, s_longest, Timeout.InfiniteTimeSpan);
        // Read apart from the output: an error text longer than a pipe holds must not make nft wait for us.
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // nft ended before it read everything; its own words say why.
        }

        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return killed
            ? new NftResult(null, output, $"{_path} did not end within {s_longest.TotalSeconds:0} s and was stopped")
            : new NftResult(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
