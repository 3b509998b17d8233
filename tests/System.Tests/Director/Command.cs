using System.Diagnostics;

namespace KeepaliveConsole.System.Tests.Director;

/// <summary>Runs programs to their end.</summary>
internal static class Command
{
    /// <summary>Runs and returns what it printed; fails the test when it exits with anything but 0.</summary>
    public static string Run(string program, params string[] arguments)
    {
        (int code, string output, string errors) = Try(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} exited with {code}:\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs and returns exit code, standard output and standard error.</summary>
    public static (int Code, string Output, string Errors) Try(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using Process process = Start(program, arguments, environment);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>Starts in the checkout's root with redirected output; the caller reads and disposes.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
