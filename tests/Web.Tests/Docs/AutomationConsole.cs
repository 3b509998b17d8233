using System.Diagnostics;
using System.Globalization;
using KeepaliveConsole.Data.Tests;
using KeepaliveConsole.Web.Tests.Cli;

namespace KeepaliveConsole.Web.Tests.Docs;

/// <summary>A real console process, and a folder with what the page's first section makes.</summary>
public sealed class AutomationConsole : IAsyncLifetime
{
    private readonly string _folder = Scratch.Make("kc-automation-");
    private readonly int _port = ConsoleProcess.FreePort();
    private ConsoleProcess? _console;

    /// <summary>Where it listens.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    public async Task InitializeAsync()
    {
        foreach ((string name, string content) in AutomationDocument.Files) await File.WriteAllTextAsync(Path.Combine(_folder, name), content);
        _console = ConsoleProcess.Start("serve", "--data", Path.Combine(_folder, "data"), "--node", "lb1", "--urls", Url, "--Engine:LoadBalancer=None", "--Engine:RealTimePriority=0");
        await _console.AnswersAsync(_port);
        await SetUpAsync();
        (int exit, string said) = await RunAsync(AutomationDocument.Sections[0].Commands);
        Assert.True(exit == 0, said);
    }

    // As the page takes for granted: somebody has opened /setup in a browser.
    private async Task SetUpAsync()
    {
        using var browser = new HttpClient { BaseAddress = new Uri(Url) };
        string page = await browser.GetStringAsync("/setup");
        const string field = "name=\"__RequestVerificationToken\" value=\"";
        int begin = page.IndexOf(field, StringComparison.Ordinal) + field.Length;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = page[begin..page.IndexOf('"', begin)],
            ["token"] = (await File.ReadAllTextAsync(Path.Combine(_folder, "data", "setup-token"))).Trim(),
            ["user"] = "ada",
            ["password"] = "a long password for the page",
            ["repeat"] = "a long password for the page",
        });
        using HttpResponseMessage answer = await browser.PostAsync("/auth/setup", form);
        Assert.False(File.Exists(Path.Combine(_folder, "data", "setup-token")), $"The console was not set up: {answer.StatusCode} {answer.Headers.Location}");
    }

    public async Task DisposeAsync()
    {
        if (_console is not null)
        {
            _console.Signal("TERM");
            await _console.EndAsync();
            _console.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs commands in the folder, as somebody would who has read the first section.</summary>
    public Task<(int ExitCode, string Said)> RunAsync(string commands) =>
        RunAsync("bash", "-c", $"set -euo pipefail\nexport KEEPALIVE_CONSOLE_URL=\"$URL\"\nAPI=\"$URL/api/v1\"\n{commands}");

    /// <summary>Runs one program in the folder.</summary>
    public async Task<(int ExitCode, string Said)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["URL"] = Url;
        start.Environment["DATA"] = Path.Combine(_folder, "data");
        start.Environment["PATH"] = $"{Path.GetDirectoryName(ConsoleProcess.Executable)}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }
}
