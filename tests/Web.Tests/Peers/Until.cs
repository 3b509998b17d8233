using KeepaliveConsole.Web.Tests.Pages;

namespace KeepaliveConsole.Web.Tests.Peers;

/// <summary>Waits for what happens on another thread.</summary>
internal static class Until
{
    /// <summary>Returns once <paramref name="condition"/> holds; fails the test after 5 s and says what was awaited.</summary>
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        bool holds = false;
        await Polling.UntilAsync(() => holds = condition());
        Assert.True(holds, $"waited 5 s in vain for {what}");
    }
}
