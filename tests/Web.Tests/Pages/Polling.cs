namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>Waits for what happens on another thread.</summary>
internal static class Polling
{
    /// <summary>Returns once <paramref name="condition"/> holds, or after 5 s; the assertion after it says which.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        while (!condition() && !patience.IsCancellationRequested) await Task.Yield();
    }
}
