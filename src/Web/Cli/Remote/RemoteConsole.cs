namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>Where a command writes, and how.</summary>
/// <param name="Output">For results.</param>
/// <param name="Error">For failures and what goes on.</param>
/// <param name="IsColoured">Colours may be used on the output.</param>
/// <param name="IsLive">Somebody watches the error output, so a line may be drawn over.</param>
internal sealed record RemoteConsole(TextWriter Output, TextWriter Error, bool IsColoured, bool IsLive)
{
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(400);

    /// <summary>The terminal or files of this process; NO_COLOR switches colours off (no-color.org).</summary>
    public static RemoteConsole OfProcess() => new(Console.Out, Console.Error,
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb", !Console.IsErrorRedirected);

    /// <summary>Runs a command and turns a refusal into its lines and its code.</summary>
    public async Task<int> RunAsync(RemoteSettings settings, Func<ConsoleClient, Task<int>> command, Func<string, string>? locate = null)
    {
        using var client = new ConsoleClient(settings);
        try
        {
            return await command(client).ConfigureAwait(false);
        }
        catch (RemoteRefusal refusal)
        {
            foreach ((string pointer, string message) in refusal.Errors)
                new CommandFailure(refusal.Failure.ExitCode, $"{(pointer.Length == 0 ? "" : $"{locate?.Invoke(pointer) ?? pointer}: ")}{message}").Report(Error);
            return refusal.Failure.Report(Error);
        }
    }

    /// <summary>Waits for something and, on a terminal, says what is waited for once it takes a while.</summary>
    public async Task<T> WaitAsync<T>(string what, Task<T> task, CancellationToken cancellationToken)
    {
        if (!IsLive) return await task.ConfigureAwait(false);
        long start = TimeProvider.System.GetTimestamp();
        bool isShown = false;
        while (await Task.WhenAny(task, Task.Delay(s_slow, cancellationToken)).ConfigureAwait(false) != task && !cancellationToken.IsCancellationRequested)
        {
            isShown = true;
            await Error.WriteAsync($"\r{what} … {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s").ConfigureAwait(false);
        }

        if (isShown) await Error.WriteAsync("\r\u001b[K").ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }
}
