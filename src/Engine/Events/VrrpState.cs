namespace KeepaliveConsole.Engine.Events;

/// <summary>State of a VRRP instance on this node. RFC 9568 §6.4 calls Master "Active"; screens, API and code say Master.</summary>
public enum VrrpState
{
    /// <summary>Not taking part: not started, or stopped.</summary>
    Initialize,

    /// <summary>Standing by, hearing the master.</summary>
    Backup,

    /// <summary>Holds the addresses and sends adverts.</summary>
    Master,

    /// <summary>Cannot take part; the reason is in the transition.</summary>
    Fault,
}
