namespace KeepaliveConsole.Engine.Events;

/// <summary>Renders a transition as one sentence for people.</summary>
public static class TransitionSentence
{
    /// <summary>In English.</summary>
    public static string English(VrrpTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        return $"{transition.Instance}: {transition.From} to {transition.To} ({transition.Cause})";
    }

    /// <summary>In Chinese.</summary>
    public static string Chinese(VrrpTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        return $"{transition.Instance}: {transition.From} → {transition.To} ({transition.Cause})";
    }
}
