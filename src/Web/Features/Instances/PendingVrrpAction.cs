using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Instances;

/// <summary>Something a person asked of an instance. A spinner stands until the picture shows the effect: the page never pretends that it happened.</summary>
public sealed class PendingVrrpAction(VrrpAction action, VrrpInstanceStatus before, DateTimeOffset startedAt)
{
    /// <summary>How long the picture may take before the page says that it does not show the effect: 10 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What was asked.</summary>
    public VrrpAction Action => action;

    /// <summary>Has the service layer accepted it?</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>The service layer said yes; now the picture has to show it.</summary>
    public void Accept() => IsAccepted = true;

    /// <summary>Does the picture show the effect? An announcement leaves no trace in it: accepted is all there is to see.</summary>
    public bool ShowsIn(VrrpInstanceStatus instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return action switch
        {
            VrrpAction.Announce => true,
            VrrpAction.Yield => instance.LastTransition is { } last && last != before.LastTransition,
            VrrpAction.Release => instance.Released,
            _ => !instance.Released && !VrrpActions.HasYielded(instance),
        };
    }

    /// <summary>Has the picture taken too long?</summary>
    public bool IsOverdue(DateTimeOffset now) => IsAccepted && now - startedAt > Patience;
}
