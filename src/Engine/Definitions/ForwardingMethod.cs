namespace KeepaliveConsole.Engine.Definitions;

/// <summary>How packets reach the real server.</summary>
public enum ForwardingMethod
{
    /// <summary>Destination address rewritten; answers come back through the director.</summary>
    Nat,

    /// <summary>Direct routing: only the MAC address is rewritten; the real server holds the VIP on lo.</summary>
    DirectRouting,

    /// <summary>Tunnel (TUN): the packet travels inside another; the real server holds the VIP and answers itself.</summary>
    Tunnel,
}
