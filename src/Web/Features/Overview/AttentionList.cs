using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>Finds what an operator should look at in a picture.</summary>
public static class AttentionList
{
    private const string RealServersPage = "real-servers";

    /// <summary>Everything, gravest first, then newest first.</summary>
    public static IReadOnlyList<AttentionItem> From(EngineStatus status, PictureAge picture)
    {
        ArgumentNullException.ThrowIfNull(status);
        IEnumerable<AttentionItem> all = OfEngine(status, picture)
            .Concat(status.Vrrp.SelectMany(instance => OfInstance(instance, picture)))
            .Concat(status.VirtualServices.SelectMany(OfService))
            .Concat(status.VirtualServices.SelectMany(service => service.RealServers.Select(server => OfServer(service, server, picture)).OfType<AttentionItem>()));
        return [.. all.OrderByDescending(item => item.Severity).ThenByDescending(item => item.Since ?? DateTimeOffset.MinValue).ThenBy(item => item.Kind)];
    }

    private static IEnumerable<AttentionItem> OfEngine(EngineStatus status, PictureAge picture)
    {
        if (picture.Freshness != Freshness.Fresh)
        {
            EventSeverity severity = picture.Freshness == Freshness.Unknown ? EventSeverity.Critical : EventSeverity.Warning;
            yield return Item(AttentionKind.Engine, severity, "Engine", "has not reported for " + Ages.Text(picture.Age),
                "What this page shows is the last known state. See the service's log", status.At, null);
        }
        if (status.Engine.VrrpNotPermitted is { } missing && status.Vrrp.Count > 0)
            yield return Item(AttentionKind.NotPermitted, EventSeverity.Critical, "VRRP", "not permitted", missing, status.Engine.StartedAt, null);
        if (status.Engine.ElectionProcess is { ProcessId: 0 } process)
            yield return Item(AttentionKind.ElectionProcess, EventSeverity.Critical, "Election process", "does not run",
                "No adverts leave this node until it is started again; the console keeps trying. See the service's log", process.HeardAt, null);
        if (status.Engine.LoadBalancerProblem is { } problem)
        {
            EventSeverity severity = status.VirtualServices.Count > 0 ? EventSeverity.Critical : EventSeverity.Warning;
            yield return Item(AttentionKind.LoadBalancer, severity, "Load balancer", $"{status.Engine.LoadBalancer} does not work", problem, null, null);
        }
    }

    private static IEnumerable<AttentionItem> OfInstance(VrrpInstanceStatus instance, PictureAge picture)
    {
        if (instance.SplitBrain is { } split)
            yield return Item(AttentionKind.SplitBrain, EventSeverity.Critical, instance.Name, $"split brain with {split.Rival?.ToString() ?? split.RivalHardwareAddress ?? "another router"}",
                $"{split.Explanation} {split.Remedy}", split.Since, null);
        // Out of the election by will is no fault, whatever state the engine shows for it.
        if (instance.Released && instance.State != VrrpState.Master)
        {
            yield return Item(AttentionKind.Administrative, EventSeverity.Info, instance.Name, "this node is out of the election", "Released by an operator; resume to take part again", instance.LastTransition?.At, null);
            yield break;
        }
        if (instance.State == VrrpState.Fault)
        {
            yield return Item(AttentionKind.Fault, EventSeverity.Critical, instance.Name, "in Fault", FaultReason(instance), instance.LastTransition?.At, "audit?tab=takeovers");
            yield break;
        }
        foreach (TrackStatus track in instance.Tracks)
            if (track.Up == false)
                yield return Item(AttentionKind.Track, EventSeverity.Warning, instance.Name, $"tracked {track.Kind} {track.Target} is down", TrackReason(track), track.At, null);
        // The stale picture has a row of its own; one more per instance would hide everything else.
        if (picture.Freshness == Freshness.Fresh && instance.Freshness != Freshness.Fresh)
            yield return Item(AttentionKind.Observation, instance.Freshness == Freshness.Unknown ? EventSeverity.Critical : EventSeverity.Warning, instance.Name,
                "last seen too long ago to trust", $"Last known state: {instance.State}", instance.ObservedAt, null);
        if (instance.State == VrrpState.Backup && instance.Owner is null && instance.Freshness == Freshness.Fresh)
            yield return Item(AttentionKind.Observation, EventSeverity.Warning, instance.Name, "no owner known yet", "This node is Backup and has not heard a master", instance.LastTransition?.At, null);
        foreach (VirtualAddressStatus address in instance.VirtualAddresses)
        {
            if (instance.State == VrrpState.Master && !address.Held)
                yield return Item(AttentionKind.Address, EventSeverity.Critical, instance.Name, $"{address.Address} is not on {address.Interface}",
                    "This node is Master but its kernel does not hold the address", instance.LastTransition?.At, null);
            else if (instance.State == VrrpState.Backup && address.Held)
                yield return Item(AttentionKind.Address, EventSeverity.Critical, instance.Name, $"{address.Address} is still on {address.Interface}",
                    "This node is Backup but its kernel holds the address: two nodes may answer for it", instance.LastTransition?.At, null);
        }
        foreach (HeartbeatLineStatus line in instance.HeartbeatLines)
        {
            if (!line.Ok && instance.State != VrrpState.Initialize)
                yield return Item(AttentionKind.HeartbeatLine, EventSeverity.Warning, instance.Name, $"heartbeat line {line.Interface} is not usable", null, line.LastAdvertAt, null);
        }
    }

    private static string? FaultReason(VrrpInstanceStatus instance)
    {
        string[] failed = [.. instance.Tracks.Where(track => track.CausesFault).Select(track => $"{track.Kind} {track.Target} is down{(track.Reason is { } why ? $": {why}" : "")}")];
        return failed.Length > 0 ? string.Join("; ", failed) : instance.LastTransition?.Sentence;
    }

    private static string TrackReason(TrackStatus track)
    {
        string effect = string.Create(CultureInfo.InvariantCulture, $"priority {track.PriorityOffset:+0;-0;unchanged}");
        return track.Reason is { } why ? $"{why}; {effect}" : effect;
    }

    private static IEnumerable<AttentionItem> OfService(VirtualServiceStatus service)
    {
        if (service.QuorumUp) yield break;
        string weight = string.Create(CultureInfo.InvariantCulture, $"weight {service.AliveWeight} alive, {service.Quorum} wanted");
        string answer = service.SorryServerActive ? $"the sorry server {service.SorryServer} answers" : "nobody answers";
        DateTimeOffset? since = service.RealServers.Where(server => server.State != RealServerState.Up).Max(server => server.StateSince);
        yield return Item(AttentionKind.Quorum, EventSeverity.Critical, service.Name, "quorum lost", $"{weight}; {answer}", since, Link(service.Name));
    }

    private static AttentionItem? OfServer(VirtualServiceStatus service, RealServerStatus server, PictureAge picture)
    {
        string why = server.StateReason is { Length: > 0 } reason ? $"{service.Name}: {reason}" : service.Name;
        // The picture knows since when its checks say what they say, not since when an operator wants it so.
        if (server.Admin != AdminState.Enabled)
            return new AttentionItem(AttentionKind.Administrative, EventSeverity.Info, StateToken.For(server.Admin), server.Address,
                server.Admin == AdminState.Drain ? "drained by an operator" : "in maintenance", why, null, Link(server.Address));
        if (server.State is RealServerState.Down or RealServerState.GoingDown or RealServerState.GoingUp)
        {
            StateToken token = StateToken.For(server, Freshness.Fresh);
            // With the quorum there the service goes on: less capacity, not an outage.
            EventSeverity severity = server.State == RealServerState.Down && !service.QuorumUp ? EventSeverity.Critical : EventSeverity.Warning;
            AttentionKind kind = server.State == RealServerState.Down ? AttentionKind.ServerDown : AttentionKind.ServerChanging;
            return new AttentionItem(kind, severity, token, server.Address, Lower(token.Word), why, server.StateSince, Link(server.Address));
        }
        return picture.Freshness == Freshness.Fresh && server.Freshness != Freshness.Fresh && server.State != RealServerState.Unknown
            ? Item(AttentionKind.Observation, EventSeverity.Warning, server.Address, "last check too long ago to trust", $"{service.Name}: last known state {server.State}", server.ObservedAt, Link(server.Address))
            : null;
    }

    private static AttentionItem Item(AttentionKind kind, EventSeverity severity, string subject, string what, string? why, DateTimeOffset? since, string? href) =>
        new(kind, severity, StateToken.For(severity), subject, what, why, since, href);

    private static string Link(string search) => $"{RealServersPage}?search={Uri.EscapeDataString(search)}";

    private static string Lower(string word) => char.ToLowerInvariant(word[0]) + word[1..];
}
