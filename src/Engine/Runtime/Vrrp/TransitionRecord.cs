using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Turns a transition into what the status shows.</summary>
internal static class TransitionRecord
{
    /// <summary>With both sentences and the wall-clock time.</summary>
    public static VrrpTransitionRecord Of(VrrpTransition transition, TimeProvider time) => new(
        time.GetUtcNow(),
        transition.From,
        transition.To,
        transition.Cause,
        TransitionSentence.English(transition),
        TransitionSentence.Chinese(transition));
}
