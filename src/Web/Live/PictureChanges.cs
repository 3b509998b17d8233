using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Live;

/// <summary>
/// Finds what looks different from the last time. Counters and times of observation move all the time and are no change by
/// themselves; an owner that changed on another node is one, although nothing happened on this node.
/// </summary>
internal sealed class PictureChanges
{
    private readonly Dictionary<string, VrrpLook> _vrrp = [];
    private readonly Dictionary<(string Service, string Server), ServerLook> _servers = [];

    /// <summary>Compares with the picture of the last call and remembers this one.</summary>
    public (IReadOnlyList<VrrpInstanceStatus> Vrrp, IReadOnlyList<(string Service, RealServerStatus Server)> Servers) Take(EngineStatus status)
    {
        var vrrp = new List<VrrpInstanceStatus>();
        foreach (VrrpInstanceStatus instance in status.Vrrp)
            if (Replace(_vrrp, instance.Name, VrrpLook.Of(instance))) vrrp.Add(instance);

        var servers = new List<(string, RealServerStatus)>();
        foreach (VirtualServiceStatus service in status.VirtualServices)
            foreach (RealServerStatus server in service.RealServers)
                if (Replace(_servers, (service.Name, server.Address), ServerLook.Of(server))) servers.Add((service.Name, server));
        return (vrrp, servers);
    }

    private static bool Replace<TKey, TLook>(Dictionary<TKey, TLook> known, TKey key, TLook look)
        where TKey : notnull
        where TLook : notnull
    {
        if (known.TryGetValue(key, out TLook? before) && before.Equals(look)) return false;
        known[key] = look;
        return true;
    }

    private sealed record VrrpLook(VrrpState State, int BasePriority, int EffectivePriority, string? OwnerNode, IPAddress? OwnerAddress, int? OwnerPriority,
        DateTimeOffset? HeldSince, VrrpTransitionRecord? LastTransition, ValueArray<VirtualAddressStatus> Addresses, ValueArray<(string, bool)> Lines, Freshness Freshness,
        ValueArray<(string, string, bool?, int, bool, string?)> Tracks, ValueArray<VirtualRouteStatus> Routes, string? SyncGroup, bool Released, bool Preempts, SplitLook? SplitBrain)
    {
        public static VrrpLook Of(VrrpInstanceStatus status) => new(status.State, status.BasePriority, status.EffectivePriority, status.Owner?.Node, status.Owner?.Address,
            status.Owner?.Priority, status.HeldSince, status.LastTransition, status.VirtualAddresses,
            status.HeartbeatLines.Select(line => (line.Interface, line.Ok)).ToValueArray(), status.Freshness,
            status.Tracks.Select(track => (track.Kind, track.Target, track.Up, track.PriorityOffset, track.CausesFault, track.Reason)).ToValueArray(),
            status.VirtualRoutes, status.SyncGroup, status.Released, status.Preempts,
            status.SplitBrain is { } split ? new SplitLook(split.Cause, split.Since, split.Rival, split.RivalPriority, split.RivalHardwareAddress) : null);
    }

    // How often a sign was seen moves with each advert.
    private sealed record SplitLook(SplitBrainCause Cause, DateTimeOffset Since, IPAddress? Rival, int? Priority, string? HardwareAddress);

    private sealed record ServerLook(RealServerState State, AdminState Admin, bool InTable, int Weight, int EffectiveWeight, int FailuresInARow, int ChecksPassing, int ChecksTotal,
        DateTimeOffset? StateSince, string? StateReason, Freshness Freshness)
    {
        public static ServerLook Of(RealServerStatus status) => new(status.State, status.Admin, status.InTable, status.Weight, status.EffectiveWeight, status.FailuresInARow,
            status.ChecksPassing, status.ChecksTotal, status.StateSince, status.StateReason, status.Freshness);
    }
}
