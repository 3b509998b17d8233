using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>Definitions without what later versions of keepalived brought, and without what keepalived has a word to say about because it makes no sense there.</summary>
internal static class OldDefinitions
{
    /// <summary>What is left for keepalived 2.2.7.</summary>
    public static ClusterDefinition Known(ClusterDefinition definition) => definition with
    {
        Nodes = definition.Nodes.Select(node => node with { ScriptUser = node.ScriptUser ?? "nobody" }).ToValueArray(),
        TrackScripts = definition.TrackScripts.Select(script => script with { Interval = Whole(script.Interval), Timeout = script.Timeout is { } timeout ? Whole(timeout) : null }).ToValueArray(),
        SyncGroups = definition.SyncGroups.Select(group => group with { Tracks = Known(group.Tracks) }).ToValueArray(),
        VrrpInstances = definition.VrrpInstances.Select(Known).ToValueArray(),
        VirtualServices = definition.VirtualServices.Where(service => service.RealServers.Any(server => server.Weight > 0)).Select(Known).ToValueArray(),
    };

    private static VrrpInstanceDefinition Known(VrrpInstanceDefinition instance) => instance with
    {
        ChecksumAsV2 = false,
        OwnerIgnoresAdvertisements = instance.Strict,
        TimerExpiredBackup = null,
        VirtualAddresses = instance.VirtualAddresses.Select(address => address.PrefixLength > 30 ? address with { Broadcast = null } : address).ToValueArray(),
        Participants = instance.Participants.Select(participant => participant with { Tracks = Known(participant.Tracks) }).ToValueArray(),
    };

    private static ValueArray<TrackDefinition> Known(ValueArray<TrackDefinition> tracks) => tracks.Select(track => track with { Reverse = track.Reverse == true && track.Weight is not null ? true : null }).ToValueArray();

    private static VirtualServiceDefinition Known(VirtualServiceDefinition service)
    {
        bool isNat = service.ForwardingMethod == ForwardingMethod.Nat && service.RealServers.All(server => server.ForwardingMethod is null or ForwardingMethod.Nat);
        return service with
        {
            Hashed = service.Hashed && service.Scheduler == Scheduler.SourceHash,
            GroupName = null,
            MoreEndpoints = service.MoreEndpoints.Where(range => range.FirewallMark is null && (isNat || range.Port == service.Key.Port)).Select(range => range with { LastPort = null }).ToValueArray(),
            SuspendWhileNotOwner = service.SuspendWhileNotOwner && service.MoreEndpoints.Count == 0,
            SorryServer = isNat && service.MoreEndpoints.Count == 0 && service.Key.Port != 0 ? service.SorryServer : null,
            RealServers = service.RealServers.Select(server => server with { Checks = server.Checks.Select(Known).ToValueArray() }).ToValueArray(),
        };
    }

    private static CheckDefinition Known(CheckDefinition check) => check switch
    {
        HttpCheckDefinition { Tls: { } tls } http => http with { Tls = tls with { ServerName = null, SendServerName = tls.SendServerName && http.VirtualHost is not null, SendCloseNotify = false } },
        ScriptCheckDefinition script => script with { Interval = Whole(script.Interval), Timeout = Whole(script.Timeout ?? script.Interval) },
        _ => check,
    };

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));
}
