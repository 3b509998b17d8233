using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Vrrp.SplitBrain;

/// <summary>What a sign points to, and which of several signs tells most.</summary>
internal static class SplitBrainCauses
{
    /// <summary>What a refused packet points to; null = nothing: it crossed a router, is of another VRID or was recorded, so its sender is no neighbour that is master now.</summary>
    public static SplitBrainCause? Of(DropReason reason) => reason switch
    {
        DropReason.None or DropReason.TimeToLive or DropReason.VirtualRouterId or DropReason.Replay => null,
        DropReason.Version => SplitBrainCause.VersionMismatch,
        DropReason.AuthenticationType or DropReason.Authentication => SplitBrainCause.AuthenticationMismatch,
        DropReason.Interval => SplitBrainCause.IntervalMismatch,
        DropReason.Checksum => SplitBrainCause.ChecksumMismatch,
        _ => SplitBrainCause.AdvertsRefused,
    };

    /// <summary>0 tells most. A cause that an operator can put right comes before one that only says that there are two masters.</summary>
    public static int Rank(SplitBrainCause cause) => cause switch
    {
        SplitBrainCause.AuthenticationMismatch => 0,
        SplitBrainCause.VersionMismatch => 1,
        SplitBrainCause.IntervalMismatch => 2,
        SplitBrainCause.ChecksumMismatch => 3,
        SplitBrainCause.VirtualRouterIdCollision => 4,
        SplitBrainCause.AdvertsRefused => 5,
        SplitBrainCause.MulticastBlocked => 6,
        SplitBrainCause.TwoMasters => 7,
        SplitBrainCause.PeerClaims => 8,
        _ => 9,
    };
}
