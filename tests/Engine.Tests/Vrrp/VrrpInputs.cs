using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

/// <summary>Short names for inputs that tests give often.</summary>
internal static class VrrpInputs
{
    public static VrrpInput Timer => VrrpInput.TimerElapsed;

    public static VrrpInput Priority(int priority) => VrrpInput.TrackingIs(new TrackEffect(priority - 100, null));
}
