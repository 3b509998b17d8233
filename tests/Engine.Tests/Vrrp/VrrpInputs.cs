using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

/// <summary>Short names for inputs that tests give often.</summary>
internal static class VrrpInputs
{
    public static VrrpInput Timer => VrrpInput.TimerElapsed;

    public static VrrpInput Priority(int priority) => VrrpInput.PriorityIs(new VrrpPriority((byte)priority));
}
