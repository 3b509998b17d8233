using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>Finds what an operator should look at in a picture.</summary>
public static class AttentionList
{
    private const string RealServersPage = "real-servers";

    /// <summary>Everything, gravest first, then newest first.</summary>
    public static IReadOnlyList<AttentionItem> From(EngineStatus status, PictureAge picture, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(text);
        IEnumerable<AttentionItem> all = OfEngine(status, picture, text)
            .Concat(status.Vrrp.SelectMany(instance => OfInstance(instance, picture, text)))
            .Concat(status.VirtualServices.SelectMany(service => OfService(service, text)))
            .Concat(status.VirtualServices.SelectMany(service => service.RealServers.Select(server => OfServer(service, server, picture, text)).OfType<AttentionItem>()));
        return [.. all.OrderByDescending(item => item.Severity).ThenByDescending(item => item.Since ?? DateTimeOffset.MinValue).ThenBy(item => item.Kind)];
    }

    private static IEnumerable<AttentionItem> OfEngine(EngineStatus status, PictureAge picture, ConsoleText text)
    {
        if (picture.Freshness != Freshness.Fresh)
        {
            EventSeverity severity = picture.Freshness == Freshness.Unknown ? EventSeverity.Critical : EventSeverity.Warning;
            yield return Item(AttentionKind.Engine, severity, text["Engine"], text["has not reported for {0}", Ages.Text(picture.Age)],
                text["What this page shows is the last known state. See the service's log"], status.At, null);
        }
        if (status.Engine.VrrpNotPermitted is { } missing && status.Vrrp.Count > 0)
            yield return Item(AttentionKind.NotPermitted, EventSeverity.Critical, "VRRP", text["not permitted"], text.Told(missing), status.Engine.StartedAt, null);
        if (status.Engine.ElectionProcess is { ProcessId: 0 } process)
            yield return Item(AttentionKind.ElectionProcess, EventSeverity.Critical, text["Election process"], text["does not run"],
                text["No adverts leave this node until it is started again; the console keeps trying. See the service's log"], process.HeardAt, null);
        if (status.Engine.LoadBalancerProblem is { } problem)
        {
            EventSeverity severity = status.VirtualServices.Count > 0 ? EventSeverity.Critical : EventSeverity.Warning;
            yield return Item(AttentionKind.LoadBalancer, severity, text["Load balancer"], text["{0} does not work", status.Engine.LoadBalancer], text.Told(problem), null, null);
        }
    }

    private static IEnumerable<AttentionItem> OfInstance(VrrpInstanceStatus instance, PictureAge picture, ConsoleText text)
    {
        if (instance.SplitBrain is { } split)
            yield return Item(AttentionKind.SplitBrain, EventSeverity.Critical, instance.Name, text["split brain with {0}", split.Rival?.ToString() ?? split.RivalHardwareAddress ?? text["another router"]],
                text.Of($"{split.Explanation} {split.Remedy}", $"{split.ExplanationZh} {split.RemedyZh}"), split.Since, null);
        // Out of the election by will is no fault, whatever state the engine shows for it.
        if (instance.Released && instance.State != VrrpState.Master)
        {
            yield return Item(AttentionKind.Administrative, EventSeverity.Info, instance.Name, text["this node is out of the election"], text["Released by an operator; resume to take part again"], instance.LastTransition?.At, null);
            yield break;
        }
        if (instance.State == VrrpState.Fault)
        {
            yield return Item(AttentionKind.Fault, EventSeverity.Critical, instance.Name, text["in Fault"], FaultReason(instance, text), instance.LastTransition?.At, "audit?tab=takeovers");
            yield break;
        }
        foreach (TrackStatus track in instance.Tracks)
            if (track.Up == false)
                yield return Item(AttentionKind.Track, EventSeverity.Warning, instance.Name, text["tracked {0} {1} is down", track.Kind, track.Target], TrackReason(track, text), track.At, null);
        // The stale picture has a row of its own; one more per instance would hide everything else.
        if (picture.Freshness == Freshness.Fresh && instance.Freshness != Freshness.Fresh)
            yield return Item(AttentionKind.Observation, instance.Freshness == Freshness.Unknown ? EventSeverity.Critical : EventSeverity.Warning, instance.Name,
                text["last seen too long ago to trust"], text["Last known state: {0}", text[instance.State.ToString()]], instance.ObservedAt, null);
        if (instance.State == VrrpState.Backup && instance.Owner is null && instance.Freshness == Freshness.Fresh)
            yield return Item(AttentionKind.Observation, EventSeverity.Warning, instance.Name, text["no owner known yet"], text["This node is Backup and has not heard a master"], instance.LastTransition?.At, null);
        foreach (VirtualAddressStatus address in instance.VirtualAddresses)
        {
            if (instance.State == VrrpState.Master && !address.Held)
                yield return Item(AttentionKind.Address, EventSeverity.Critical, instance.Name, text["{0} is not on {1}", address.Address, address.Interface],
                    text["This node is Master but its kernel does not hold the address"], instance.LastTransition?.At, null);
            else if (instance.State == VrrpState.Backup && address.Held)
                yield return Item(AttentionKind.Address, EventSeverity.Critical, instance.Name, text["{0} is still on {1}", address.Address, address.Interface],
                    text["This node is Backup but its kernel holds the address: two nodes may answer for it"], instance.LastTransition?.At, null);
        }
        foreach (HeartbeatLineStatus line in instance.HeartbeatLines)
        {
            if (!line.Ok && instance.State != VrrpState.Initialize)
                yield return Item(AttentionKind.HeartbeatLine, EventSeverity.Warning, instance.Name, text["heartbeat line {0} is not usable", line.Interface], null, line.LastAdvertAt, null);
        }
    }

    private static string? FaultReason(VrrpInstanceStatus instance, ConsoleText text)
    {
        string[] failed = [.. instance.Tracks.Where(track => track.CausesFault).Select(track => text["{0} {1} is down", track.Kind, track.Target] + (track.Reason is { } why ? $": {text.Told(why)}" : ""))];
        return failed.Length > 0 ? string.Join("; ", failed) : instance.LastTransition is { } last ? text.Of(last.Sentence, last.SentenceZh) : null;
    }

    private static string TrackReason(TrackStatus track, ConsoleText text)
    {
        string effect = track.PriorityOffset == 0 ? text["priority unchanged"] : text["priority {0:+0;-0}", track.PriorityOffset];
        return track.Reason is { } why ? $"{text.Told(why)}; {effect}" : effect;
    }

    private static IEnumerable<AttentionItem> OfService(VirtualServiceStatus service, ConsoleText text)
    {
        if (service.QuorumUp) yield break;
        string weight = text["weight {0} alive, {1} wanted", service.AliveWeight, service.Quorum];
        string answer = service.SorryServerActive ? text["the sorry server {0} answers", service.SorryServer] : text["nobody answers"];
        DateTimeOffset? since = service.RealServers.Where(server => server.State != RealServerState.Up).Max(server => server.StateSince);
        yield return Item(AttentionKind.Quorum, EventSeverity.Critical, service.Name, text["quorum lost"], $"{weight}; {answer}", since, Link(service.Name));
    }

    private static AttentionItem? OfServer(VirtualServiceStatus service, RealServerStatus server, PictureAge picture, ConsoleText text)
    {
        string why = server.StateReason is { Length: > 0 } reason ? $"{service.Name}: {text.Told(reason)}" : service.Name;
        // The picture knows since when its checks say what they say, not since when an operator wants it so.
        if (server.Admin != AdminState.Enabled)
            return new AttentionItem(AttentionKind.Administrative, EventSeverity.Info, StateToken.For(server.Admin), server.Address,
                server.Admin == AdminState.Drain ? text["drained by an operator"] : text["in maintenance"], why, null, Link(server.Address));
        if (server.State is RealServerState.Down or RealServerState.GoingDown or RealServerState.GoingUp)
        {
            StateToken token = StateToken.For(server, Freshness.Fresh);
            // With the quorum there the service goes on: less capacity, not an outage.
            EventSeverity severity = server.State == RealServerState.Down && !service.QuorumUp ? EventSeverity.Critical : EventSeverity.Warning;
            AttentionKind kind = server.State == RealServerState.Down ? AttentionKind.ServerDown : AttentionKind.ServerChanging;
            return new AttentionItem(kind, severity, token, server.Address, Lower(token.WordIn(text)), why, server.StateSince, Link(server.Address));
        }
        return picture.Freshness == Freshness.Fresh && server.Freshness != Freshness.Fresh && server.State != RealServerState.Unknown
            ? Item(AttentionKind.Observation, EventSeverity.Warning, server.Address, text["last check too long ago to trust"], text["{0}: last known state {1}", service.Name, StateToken.For(server, Freshness.Fresh).WordIn(text)], server.ObservedAt, Link(server.Address))
            : null;
    }

    private static AttentionItem Item(AttentionKind kind, EventSeverity severity, string subject, string what, string? why, DateTimeOffset? since, string? href) =>
        new(kind, severity, StateToken.For(severity), subject, what, why, since, href);

    private static string Link(string search) => $"{RealServersPage}?search={Uri.EscapeDataString(search)}";

    private static string Lower(string word) => char.ToLowerInvariant(word[0]) + word[1..];
}
